//! Medians, and how figures are written.

/// The middle of the values; none of none.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get(sorted.len().saturating_sub(1) / 2)?;
    Some(f64::midpoint(lower, upper))
}

/// The smallest and the largest of the values.
pub(crate) fn range(values: &[f64]) -> Option<(f64, f64)> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    Some((*sorted.first()?, *sorted.last()?))
}

/// `median (smallest to largest)`.
pub(crate) fn spread(values: &[f64], digits: usize) -> String {
    match (median(values), range(values)) {
        (Some(middle), Some((smallest, largest))) => {
            format!("{middle:.digits$} ({smallest:.digits$} to {largest:.digits$})")
        }
        _ => "–".to_owned(),
    }
}

/// The median.
pub(crate) fn rounded(values: &[f64], digits: usize) -> String {
    median(values).map_or("–".to_owned(), |middle| format!("{middle:.digits$}"))
}

/// Each value of one over its partner of the other.
pub(crate) fn ratios(of: &[f64], to: &[f64]) -> Vec<f64> {
    of.iter()
        .zip(to)
        .filter(|(_, to)| **to > 0.0)
        .map(|(of, to)| of / to)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(spread(&[3.0, 1.0, 2.0], 1), "2.0 (1.0 to 3.0)");
        assert_eq!(ratios(&[2.0, 3.0], &[1.0, 0.0]), [2.0]);
    }
}
