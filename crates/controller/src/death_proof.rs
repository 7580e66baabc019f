//! Proof that a broker is dead, sooner than its session ends: its connection is gone and nobody listens where it registered.
//!
//! Only refused dials prove anything, all of them, spread over some time: a process that restarts its listener, or one that is
//! slow, unreachable or answers with anything at all, is left to its session.

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
    next_at: Instant,
    under_way: Option<CallId>,
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
    /// Begins to dial, unless that is being done.
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
            next_at: now,
            under_way: None,
        };
        match self.dials.get(&broker) {
            Some(known) if known.epoch == epoch => {}
            _ => {
                self.dials.insert(broker, dial);
            }
        }
    }

    /// The broker has given a sign of life.
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
                self.dials.remove(&broker);
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
    fn an_answer_or_silence_ends_the_dialling_without_proof() {
        for end in [Ok(Bytes::new()), Err(CallError::TimedOut)] {
            let mut dialling = Dialling::begin();
            dialling.ends(Err(CallError::Refused));
            assert!(!dialling.ends(end).1);
            assert_eq!(dialling.proofs.next_deadline(), Instant::NEVER);
        }
    }

    #[test]
    fn a_connection_that_is_accepted_and_closed_is_tried_again_but_not_for_ever() {
        let mut dialling = Dialling::begin();
        for _ in 0..=CLOSED_MAX {
            assert!(!dialling.ends(Err(CallError::Disconnected)).1);
        }
        assert_eq!(dialling.proofs.next_deadline(), Instant::NEVER);
    }
}
