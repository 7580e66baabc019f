//! Seeded random histories of clients that join, die, commit and come back, with a log that is late, refuses and is lost.
//!
//! What must hold in every one of them:
//! - a partition has one owner in a generation;
//! - a group's generation never goes back, as far as a member was told of it;
//! - a committed offset changes only to what somebody tried to commit, and never back to an older one;
//! - a request is answered at most once, and when everybody has gone, nothing waits.

use std::collections::BTreeMap;

use types::Uuid;

use super::world::*;
use crate::*;

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn one_in(&mut self, chance: u64) -> bool {
        self.below(chance) == 0
    }
}

#[derive(Clone, Debug)]
enum Doing {
    Nothing,
    Joining(Ticket),
    Syncing(Ticket, Joined),
    Owning(Joined, Vec<i32>),
}

/// A client as a consumer behaves, with a will of its own.
struct Client {
    member: MemberId,
    instance: Option<InstanceId>,
    doing: Doing,
}

const PARTITIONS: i32 = 4;

struct History {
    world: World,
    random: Random,
    clients: Vec<Client>,
    /// Who owns a partition in a generation.
    owners: BTreeMap<(Generation, i32), MemberId>,
    last_generation: Generation,
    /// The next offset that an owner commits, over all partitions: rises always.
    next_offset: i64,
    seen: BTreeMap<i32, i64>,
}

impl History {
    fn new(seed: u64) -> Self {
        let settings = GroupSettings {
            members_max: 5,
            ..GroupSettings::default()
        };
        let mut random = Random(seed);
        let clients = (0..6_u32).map(|number| Client {
            member: MemberId::default(),
            instance: random
                .one_in(3)
                .then(|| InstanceId::new(&format!("static{number}"))),
            doing: Doing::Nothing,
        });
        let clients = clients.collect();
        Self {
            world: World::with(settings),
            random,
            clients,
            owners: BTreeMap::new(),
            last_generation: Generation(0),
            next_offset: 1,
            seen: BTreeMap::new(),
        }
    }

    fn step(&mut self) {
        self.world.commits_at_once = !self.random.one_in(3);
        self.world.refuses = self.random.one_in(20).then_some(GroupError::NotAvailable);
        match self.random.below(60) {
            0 => self.lose_leadership(),
            1 => self.world.seconds(20),
            2..7 => {
                let milliseconds = self.random.below(4_000);
                self.world
                    .pass(std::time::Duration::from_millis(milliseconds));
            }
            7..15 => {
                let end = self.world.log.len();
                let start = self.world.high_watermark;
                let further = self
                    .random
                    .below(u64::try_from(end - start + 1).expect("small"));
                self.world
                    .commit_to(start + usize::try_from(further).expect("small"));
            }
            _ => {
                let client = usize::try_from(self.random.below(6)).expect("small");
                self.act(client);
            }
        }
        for generation in std::mem::take(&mut self.world.generations) {
            let before = self.last_generation;
            assert!(
                generation >= before,
                "the generation went back from {before} to {generation}"
            );
            self.last_generation = generation;
        }
        self.check_offsets();
    }

    /// The coordinator changes: what was not committed is gone, and so is whoever waited.
    fn lose_leadership(&mut self) {
        let mut out = Effects::default();
        let groups = std::mem::replace(
            &mut self.world.groups,
            Groups::new(GroupSettings::default()),
        );
        groups.resign(self.world.now, &mut out);
        for (ticket, answer) in out.answers {
            assert!(self.world.answers.insert(ticket, answer).is_none());
        }
        self.world.restart();
        // What a member was told was committed, so a successor cannot be behind it. Generations that were only joined may be
        // told again, to others: nobody owns anything in them.
        let generation = self
            .owners
            .keys()
            .map(|(generation, _)| *generation)
            .max()
            .unwrap_or_default();
        self.last_generation = generation;
    }

    fn act(&mut self, number: usize) {
        let doing = self.clients[number].doing.clone();
        match doing {
            Doing::Nothing => self.start_join(number),
            Doing::Joining(ticket) => self.on_join(number, ticket),
            Doing::Syncing(ticket, joined) => self.on_sync(number, ticket, joined),
            Doing::Owning(joined, partitions) => match self.random.below(8) {
                0 => self.die(number),
                1 => {
                    let id = joined.member.as_str().to_owned();
                    self.world.refuses = None;
                    self.world.commits_at_once = true;
                    self.world.leave(&[(&id, None)]);
                    self.die(number);
                }
                2 => self.start_join(number),
                3..6 => self.commit(&joined, &partitions),
                _ => {
                    if self
                        .world
                        .heartbeat(&joined.member, joined.generation)
                        .is_err()
                    {
                        self.start_join(number);
                    }
                }
            },
        }
    }

    fn die(&mut self, number: usize) {
        self.clients[number].member = MemberId::default();
        self.clients[number].doing = Doing::Nothing;
    }

    fn start_join(&mut self, number: usize) {
        let client = &self.clients[number];
        let mut request = join(&format!("client{number}"), client.member.as_str());
        request.instance.clone_from(&client.instance);
        request.random = Uuid::from_u128(u128::from(self.random.next()));
        if self.random.one_in(4) {
            request.protocols[0].metadata = subscription(&["t", "u"]);
        }
        let ticket = self.world.join(request);
        self.clients[number].doing = Doing::Joining(ticket);
    }

    fn on_join(&mut self, number: usize, ticket: Ticket) {
        match self.world.answers.get(&ticket).cloned() {
            None => {
                if self.random.one_in(10) {
                    self.start_join(number);
                }
            }
            Some(Answer::Join(Err(refused))) => {
                self.clients[number].member = match refused.error {
                    GroupError::MemberIdRequired => refused.member,
                    GroupError::UnknownMember | GroupError::FencedInstance => MemberId::default(),
                    _ => self.clients[number].member.clone(),
                };
                self.clients[number].doing = Doing::Nothing;
            }
            Some(Answer::Join(Ok(joined))) => {
                self.clients[number].member = joined.member.clone();
                let mut given: BTreeMap<&MemberId, String> = BTreeMap::new();
                if !joined.skip_assignment && !joined.members.is_empty() {
                    for partition in 0..PARTITIONS {
                        let place = self
                            .random
                            .below(u64::try_from(joined.members.len()).expect("small"));
                        let owner = &joined.members[usize::try_from(place).expect("small")].member;
                        given
                            .entry(owner)
                            .or_default()
                            .push_str(&format!("{partition} "));
                    }
                }
                let given: Vec<(&MemberId, &str)> = given
                    .iter()
                    .map(|(id, text)| (*id, text.as_str()))
                    .collect();
                let sync = self.world.sync(&joined, &given);
                self.clients[number].doing = Doing::Syncing(sync, joined);
            }
            Some(other) => panic!("{other:?} to a join"),
        }
    }

    fn on_sync(&mut self, number: usize, ticket: Ticket, joined: Joined) {
        match self.world.answers.get(&ticket).cloned() {
            None => {
                if self.random.one_in(10) {
                    self.start_join(number);
                }
            }
            Some(Answer::Sync(Err(error))) => {
                if matches!(
                    error,
                    GroupError::UnknownMember | GroupError::FencedInstance
                ) {
                    self.clients[number].member = MemberId::default();
                }
                self.clients[number].doing = Doing::Nothing;
            }
            Some(Answer::Sync(Ok(synced))) => {
                let text = String::from_utf8_lossy(&synced.assignment).into_owned();
                let partitions: Vec<i32> = text
                    .split_whitespace()
                    .map(|word| word.parse().expect("ours"))
                    .collect();
                for partition in &partitions {
                    let owner = self
                        .owners
                        .entry((joined.generation, *partition))
                        .or_insert(joined.member.clone());
                    // A static member that comes back under a new id is the same owner.
                    let same_instance = self.clients[number].instance.is_some()
                        && owner.as_str().split('-').next()
                            == joined.member.as_str().split('-').next();
                    assert!(
                        *owner == joined.member || same_instance,
                        "partition {partition} has two owners in generation {}: {owner} and {}",
                        joined.generation,
                        joined.member
                    );
                }
                self.clients[number].doing = Doing::Owning(joined, partitions);
            }
            Some(other) => panic!("{other:?} to a sync"),
        }
    }

    fn commit(&mut self, joined: &Joined, partitions: &[i32]) {
        let Some(partition) = partitions.first() else {
            return;
        };
        let offset = self.next_offset;
        self.next_offset += 1;
        self.world.commit(
            joined.member.as_str(),
            joined.generation.0,
            &[("t", *partition, offset)],
        );
    }

    /// Offsets are committed in rising order, so what readers see must rise.
    fn check_offsets(&mut self) {
        for partition in 0..PARTITIONS {
            let now = self.world.fetch("t", partition).unwrap_or(0);
            let before = self.seen.insert(partition, now).unwrap_or(0);
            assert!(
                now >= before,
                "partition {partition} went back from {before} to {now}"
            );
        }
    }

    /// Everybody goes; the group comes to rest.
    fn finish(&mut self) {
        self.world.refuses = None;
        self.world.commits_at_once = true;
        self.world.commit_all();
        self.world.seconds(900);
        for client in &self.clients {
            if let Doing::Joining(ticket) | Doing::Syncing(ticket, _) = &client.doing {
                assert!(!self.world.waits(*ticket), "{ticket:?} waits for ever");
            }
        }
        assert!(
            matches!(self.world.state(), None | Some(GroupState::Empty)),
            "{:?}",
            self.world.state()
        );
    }
}

#[test]
fn random_histories_keep_their_promises() {
    let mut owned = 0;
    let mut committed = 0;
    for seed in 0..200 {
        let outcome = std::panic::catch_unwind(|| {
            let mut history = History::new(seed);
            for _ in 0..800 {
                history.step();
            }
            history.finish();
            (
                history.owners.len(),
                history.seen.values().filter(|offset| **offset > 0).count(),
            )
        });
        match outcome {
            Ok((owners, offsets)) => {
                owned += owners;
                committed += offsets;
            }
            Err(panic) => {
                eprintln!("seed {seed}");
                std::panic::resume_unwind(panic);
            }
        }
    }
    assert!(
        owned > 2_000 && committed > 300,
        "the histories do too little: {owned} owners, {committed} offsets"
    );
}
