//! When faults stop, everything heals.

use types::TopicPartition;

use super::{BatchMark, Sight};

/// What is not as it should be once nothing fails any more; nothing when all is well.
#[must_use]
pub fn what_is_not_healed(sight: &Sight<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let Some(image) = sight.newest_image() else {
        return vec!["no controller runs".into()];
    };
    for node in &sight.nodes {
        if !image.is_active(node.id) {
            found.push(format!("broker {} is not in service", node.id.0));
        }
    }
    for topic in image.topics().iter() {
        for (partition, known) in topic.partitions.iter() {
            let name = format!("{}-{}", topic.name, partition.0);
            if !known.has_leader() {
                found.push(format!("{name} has no leader"));
            }
            if known.in_sync.len() < known.replicas.len() {
                found.push(format!(
                    "{name}: in sync are {:?} of {:?}",
                    known.in_sync, known.replicas
                ));
            }
            if known.is_reassigning() {
                found.push(format!("{name} is being reassigned"));
            }
        }
    }
    for node in &sight.nodes {
        for replica in &node.replicas {
            let partition = image.partition(replica.topic_id, replica.name.partition);
            if !partition.is_some_and(|partition| partition.replicas.contains(&node.id)) {
                let name = &replica.name;
                found.push(format!(
                    "broker {} hosts {name}, which is not its",
                    node.id.0
                ));
            }
        }
    }
    found
}

/// Where replicas differ once nobody writes any more; a line for each.
#[must_use]
pub fn equal_replicas(sight: &Sight<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let Some(image) = sight.newest_image() else {
        return found;
    };
    let topics = image.topics().iter();
    // The members of a group go on writing.
    for topic in topics.filter(|topic| !topic.name.as_str().starts_with("__")) {
        for (partition, known) in topic.partitions.iter() {
            let name = TopicPartition {
                topic: topic.name.clone(),
                partition: *partition,
            };
            let replicas = sight
                .nodes
                .iter()
                .filter(|node| known.replicas.contains(&node.id));
            // A leader that has begun again may know of an older start than those who follow it.
            let starts = replicas
                .clone()
                .filter_map(|node| node.replica(topic.id, &name));
            let start = starts.map(|view| view.log_start.0).max().unwrap_or(0);
            let mut first: Option<(i32, Vec<BatchMark>)> = None;
            for node in replicas {
                let mut batches = node.batches(&name).to_vec();
                batches.retain(|batch| batch.base >= start);
                match &first {
                    None => first = Some((node.id.0, batches)),
                    Some((other, there)) if *there != batches => {
                        let (here, end) = (batches.last(), there.last());
                        found.push(format!(
                            "replicas are equal: {name}: broker {other} ends with {end:?}, broker {} with {here:?}",
                            node.id.0
                        ));
                    }
                    Some(_) => {}
                }
            }
        }
    }
    found
}
