//! Proof that a broker is dead, sooner than its session ends: its connection is gone and nobody listens where it registered.
//!
//! Only refused dials prove anything, all of them, spread over some time: a process that restarts its listener, or one that is
//! slow, unreachable or answers with anything at all, is left to its session. But it is dialled again for a while as long as it
//! gives no sign of life: the listener of a process that is being killed may outlive its connections, and accept in silence.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use protocol::encode_request;
use protocol::messages::api_versions::ApiVersionsRequest;
use types::{BrokerEpoch, BrokerId, Instant};
use world::{Call, CallError, CallId, Endpoint, Output};

/// When the dials are made, from the first on.
const DIALS_AT: [Duration; 6] = [
    Duration::ZERO,
    Duration::from_millis(2),
    Duration::from_millis(5),
    Duration::from_millis(10),
    Duration::from_millis(20),
    Duration::from_millis(50),
];
/// How long the other side may take for anything but a refusal.
const PATIENCE: Duration = Duration::from_millis(200);
/// An accepted connection that is closed without an answer is tried again this often.
const CLOSED_MAX: u32 = 10;
const CLOSED_AGAIN_AFTER: Duration = Duration::from_millis(5);
/// After dials that proved nothing, the next round of them begins so much later.
const NEXT_ROUND_AFTER: Duration = Duration::from_millis(100);
/// So many rounds, of which each may last as long as the patience.
const ROUNDS_MAX: u32 = 10;
/// Keeps these dials apart from all other calls.
pub(crate) const LANE: u8 = 7;
/// The store counts its calls from zero; these are far above.
const FIRST_CALL: u64 = 1 << 62;

#[derive(Clone, Debug)]
struct Dial {
    epoch: BrokerEpoch,
    endpoint: Endpoint,
    began: Instant,
    refused: usize,
    closed: u32,
    rounds: u32,
    next_at: Instant,
    under_way: Option<CallId>,
}

impl Dial {
    /// The first dial of a round is made then.
    fn begin_round(&mut self, at: Instant) {
        self.began = at;
        self.next_at = at;
        self.refused = 0;
        self.closed = 0;
    }

    fn is_between_rounds(&self) -> bool {
        self.under_way.is_none() && self.refused == 0 && self.closed == 0
    }
}

/// Which brokers are being dialled.
#[derive(Debug, Default)]
pub(crate) struct DeathProofs {
    dials: BTreeMap<BrokerId, Dial>,
    calls: BTreeMap<CallId, BrokerId>,
    next_call: u64,
    /// The leader of the quorum whose silence has begun an election, if it was proved dead before somebody won.
    fallen_leader: Option<(BrokerId, BrokerEpoch)>,
}

impl DeathProofs {
    /// Begins to dial, unless that is being done. What waits for its next round begins anew.
    pub(crate) fn begin(
        &mut self,
        broker: BrokerId,
        epoch: BrokerEpoch,
        endpoint: Endpoint,
        now: Instant,
    ) {
        let dial = Dial {
            epoch,
            endpoint,
            began: now,
            refused: 0,
            closed: 0,
            rounds: 1,
            next_at: now,
            under_way: None,
        };
        match self.dials.get(&broker) {
            Some(known) if known.epoch == epoch && !known.is_between_rounds() => {}
            _ => {
                self.dials.insert(broker, dial);
            }
        }
    }

    /// The broker has given a sign of life, or nothing has to be proved of it any more.
    pub(crate) fn cancel(&mut self, broker: BrokerId) {
        self.dials.remove(&broker);
    }

    pub(crate) fn cancel_all(&mut self) {
        self.dials.clear();
        self.fallen_leader = None;
    }

    /// A proof that came before there was a controller to act on it.
    pub(crate) fn keep_for_the_next_controller(&mut self, broker: BrokerId, epoch: BrokerEpoch) {
        self.fallen_leader = Some((broker, epoch));
    }

    /// The proof that was kept.
    pub(crate) fn take_kept(&mut self) -> Option<(BrokerId, BrokerEpoch)> {
        self.fallen_leader.take()
    }

    /// Makes the dials that are due.
    pub(crate) fn dial(&mut self, now: Instant, outputs: &mut Vec<Output>) {
        for (&broker, dial) in &mut self.dials {
            if dial.under_way.is_some() || dial.next_at > now {
                continue;
            }
            let id = CallId(FIRST_CALL + self.next_call);
            let correlation = i32::try_from(self.next_call & 0x7fff_ffff).unwrap_or(0);
            self.next_call += 1;
            let request = ApiVersionsRequest::default();
            let Ok(frame) = encode_request(0, correlation, Some("controller"), &request) else {
                continue;
            };
            dial.under_way = Some(id);
            self.calls.insert(id, broker);
            outputs.push(Output::Call(Call {
                id,
                peer: broker,
                endpoint: dial.endpoint.clone(),
                lane: LANE,
                frame,
                deadline: now + PATIENCE,
            }));
        }
    }

    /// Takes in how a dial ended; the broker and its registration, if it is dead.
    pub(crate) fn on_called(
        &mut self,
        call: CallId,
        result: &Result<Bytes, CallError>,
        now: Instant,
    ) -> Option<(BrokerId, BrokerEpoch)> {
        let broker = self.calls.remove(&call)?;
        let dial = self
            .dials
            .get_mut(&broker)
            .filter(|dial| dial.under_way == Some(call))?;
        dial.under_way = None;
        match result {
            Err(CallError::Refused) => {
                dial.refused += 1;
                match DIALS_AT.get(dial.refused) {
                    Some(after) => dial.next_at = (dial.began + *after).max(now),
                    None => {
                        let epoch = dial.epoch;
                        self.dials.remove(&broker);
                        return Some((broker, epoch));
                    }
                }
            }
            Err(CallError::Disconnected) if dial.closed < CLOSED_MAX => {
                dial.closed += 1;
                dial.next_at = now + CLOSED_AGAIN_AFTER;
            }
            Ok(_) | Err(CallError::Disconnected | CallError::TimedOut) => {
                if dial.rounds == ROUNDS_MAX {
                    self.dials.remove(&broker);
                } else {
                    dial.rounds += 1;
                    dial.begin_round(now + NEXT_ROUND_AFTER);
                }
            }
        }
        None
    }

    pub(crate) fn next_deadline(&self) -> Instant {
        let waiting = self.dials.values().filter(|dial| dial.under_way.is_none());
        waiting
            .map(|dial| dial.next_at)
            .min()
            .unwrap_or(Instant::NEVER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BROKER: BrokerId = BrokerId(4);
    const EPOCH: BrokerEpoch = BrokerEpoch(9);

    struct Dialling {
        proofs: DeathProofs,
        now: Instant,
    }

    impl Dialling {
        fn begin() -> Self {
            let mut proofs = DeathProofs::default();
            let endpoint = Endpoint {
                host: "localhost".to_owned(),
                port: 9092,
            };
            proofs.begin(BROKER, EPOCH, endpoint, Instant(0));
            Self {
                proofs,
                now: Instant(0),
            }
        }

        /// Waits for the next dial and lets it end so; when it was made, and what it proved.
        fn ends(&mut self, result: Result<Bytes, CallError>) -> (Duration, bool) {
            self.now = self.now.max(self.proofs.next_deadline());
            let mut outputs = Vec::new();
            self.proofs.dial(self.now, &mut outputs);
            let [Output::Call(call)] = outputs.as_slice() else {
                panic!("one dial: {outputs:?}")
            };
            let at = self.now.since(Instant(0));
            (
                at,
                self.proofs.on_called(call.id, &result, self.now) == Some((BROKER, EPOCH)),
            )
        }
    }

    #[test]
    fn six_refused_dials_over_fifty_milliseconds_prove_death() {
        let mut dialling = Dialling::begin();
        let ends: Vec<_> = (0..6)
            .map(|_| dialling.ends(Err(CallError::Refused)))
            .collect();
        let at: Vec<_> = ends.iter().map(|(at, _)| at.as_millis()).collect();
        assert_eq!(at, [0, 2, 5, 10, 20, 50]);
        let proved: Vec<_> = ends.iter().map(|(_, proved)| *proved).collect();
        assert_eq!(proved, [false, false, false, false, false, true]);
        assert_eq!(dialling.proofs.next_deadline(), Instant::NEVER);
    }

    #[test]
    fn an_answer_or_silence_proves_nothing_and_after_a_while_it_is_left_alone() {
        for end in [Ok(Bytes::new()), Err(CallError::TimedOut)] {
            let mut dialling = Dialling::begin();
            for _ in 0..ROUNDS_MAX {
                assert!(!dialling.ends(Err(CallError::Refused)).1);
                assert!(!dialling.ends(end.clone()).1);
            }
            assert_eq!(dialling.proofs.next_deadline(), Instant::NEVER);
        }
    }

    #[test]
    fn a_process_whose_end_accepts_in_silence_first_is_proved_dead_by_the_next_round() {
        let mut dialling = Dialling::begin();
        for _ in 0..5 {
            assert!(!dialling.ends(Err(CallError::Refused)).1);
        }
        // All of a round has to be refused.
        assert!(!dialling.ends(Err(CallError::TimedOut)).1);
        let ends: Vec<_> = (0..6)
            .map(|_| dialling.ends(Err(CallError::Refused)))
            .collect();
        let at: Vec<_> = ends.iter().map(|(at, _)| at.as_millis()).collect();
        assert_eq!(at, [150, 152, 155, 160, 170, 200]);
        let proved: Vec<_> = ends.iter().map(|(_, proved)| *proved).collect();
        assert_eq!(proved, [false, false, false, false, false, true]);
    }

    #[test]
    fn a_reason_to_dial_does_not_wait_for_the_next_round() {
        let mut dialling = Dialling::begin();
        assert!(!dialling.ends(Ok(Bytes::new())).1);
        assert_eq!(
            dialling.proofs.next_deadline(),
            Instant(0) + NEXT_ROUND_AFTER
        );
        let endpoint = Endpoint {
            host: "localhost".to_owned(),
            port: 9092,
        };
        let now = Instant(0) + Duration::from_millis(30);
        dialling.proofs.begin(BROKER, EPOCH, endpoint, now);
        assert_eq!(dialling.proofs.next_deadline(), now);
    }

    #[test]
    fn a_connection_that_is_accepted_and_closed_is_tried_again_but_not_for_ever() {
        let mut dialling = Dialling::begin();
        for _ in 0..ROUNDS_MAX {
            for _ in 0..=CLOSED_MAX {
                assert!(!dialling.ends(Err(CallError::Disconnected)).1);
            }
        }
        assert_eq!(dialling.proofs.next_deadline(), Instant::NEVER);
    }
}
