"""Checks over kafka-python, which shares no code with librdkafka: prints PASS or FAIL for each.

    kafka_python_checks.py checks BOOTSTRAP PREFIX
    kafka_python_checks.py crash BOOTSTRAP TOPIC GROUP    reads, commits part, prints what it read, and dies
"""

import os
import subprocess
import sys
import time

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import MessageSizeTooLargeError, TopicAlreadyExistsError

BOOTSTRAP = sys.argv[2]


def create(topic, partitions=1, **config):
    config = {name.replace("_", "."): value for name, value in config.items()}
    client = KafkaAdminClient(bootstrap_servers=BOOTSTRAP)
    client.create_topics([NewTopic(topic, partitions, 1, topic_configs=config)])
    client.close()


def produce(topic, numbers, **config):
    source = KafkaProducer(bootstrap_servers=BOOTSTRAP, linger_ms=5, **config)
    futures = [source.send(topic, key=str(n).encode(), value=str(n).encode()) for n in numbers]
    for future in futures:
        future.get(timeout=30)
    source.close()


def consumer(*topics, **config):
    config = {"auto_offset_reset": "earliest", "enable_auto_commit": False, "session_timeout_ms": 6000, **config}
    return KafkaConsumer(*topics, bootstrap_servers=BOOTSTRAP, **config)


def read(source, count, seconds=40):
    seen, end = {}, time.time() + seconds
    while len(seen) < count:
        assert time.time() < end, f"{len(seen)} of {count} in {seconds} s"
        for records in source.poll(timeout_ms=500).values():
            for record in records:
                seen[record.value] = seen.get(record.value, 0) + 1
    return seen


def round_trip(codec):
    def check(topic):
        create(topic, 3)
        produce(topic, range(2000), compression_type=codec, acks="all")
        source = consumer(topic, group_id=topic)
        seen = read(source, 2000)
        source.close()
        assert set(seen.values()) == {1}, "read twice"

    return check


def idempotent(topic):
    create(topic)
    produce(topic, range(2000), enable_idempotence=True)
    source = consumer(topic)
    order = []
    while len(order) < 2000:
        batch = source.poll(timeout_ms=10000)
        assert batch, f"{len(order)} of 2000"
        order += [int(record.value) for records in batch.values() for record in records]
    source.close()
    assert order == list(range(2000)), "not in order"


def topics(topic):
    create(topic, 2)
    try:
        create(topic, 2)
        raise AssertionError("made twice")
    except TopicAlreadyExistsError:
        pass
    client = KafkaAdminClient(bootstrap_servers=BOOTSTRAP)
    assert topic in client.list_topics()
    client.delete_topics([topic])
    deadline = time.time() + 10
    while topic in client.list_topics():
        assert time.time() < deadline, "still listed"
    client.close()


def offsets(topic):
    create(topic)
    source = KafkaProducer(bootstrap_servers=BOOTSTRAP)
    for n in range(10):
        source.send(topic, value=b"x", timestamp_ms=1700000000000 + n * 1000)
    source.close()
    reader = consumer()
    partition = TopicPartition(topic, 0)
    assert reader.beginning_offsets([partition]) == {partition: 0}
    assert reader.end_offsets([partition]) == {partition: 10}
    found = reader.offsets_for_times({partition: 1700000003001})
    assert found[partition].offset == 4, found
    reader.assign([partition])
    reader.seek(partition, 7)
    assert len(next(iter(reader.poll(timeout_ms=10000).values()))) == 3
    reader.close()


def fields(topic):
    create(topic)
    source = KafkaProducer(bootstrap_servers=BOOTSTRAP)
    source.send(topic, key=b"k", value=None, headers=[("a", b"1"), ("b", b"")]).get(timeout=20)
    source.close()
    reader = consumer(topic)
    (record,) = next(iter(reader.poll(timeout_ms=20000).values()))
    reader.close()
    assert (record.key, record.value, list(record.headers)) == (b"k", None, [("a", b"1"), ("b", b"")]), record


def too_large(topic):
    create(topic, max_message_bytes="100000")
    source = KafkaProducer(bootstrap_servers=BOOTSTRAP, max_request_size=10000000)
    try:
        source.send(topic, value=os.urandom(200000)).get(timeout=30)
        raise AssertionError("taken")
    except MessageSizeTooLargeError:
        source.close()


def commits(topic):
    create(topic, 2)
    produce(topic, range(100))
    first = consumer(topic, group_id=topic)
    read(first, 100)
    first.commit()
    first.close()
    produce(topic, range(100, 120))
    again = consumer(topic, group_id=topic)
    seen = read(again, 20)
    again.close()
    assert b"99" not in seen, "started from the wrong place"


def rebalance(topic):
    create(topic, 4)
    members = [consumer(topic, group_id=topic, heartbeat_interval_ms=500) for _ in range(2)]
    deadline = time.time() + 40
    while [len(member.assignment()) for member in members] != [2, 2]:
        assert time.time() < deadline, [member.assignment() for member in members]
        for member in members:
            member.poll(timeout_ms=100)
    members[0].close()
    while len(members[1].assignment()) != 4:
        assert time.time() < deadline, "the partitions of a member that left are not taken over"
        members[1].poll(timeout_ms=100)
    members[1].close()


def at_least_once(topic):
    create(topic, 2)
    produce(topic, range(1000))
    first = subprocess.run([sys.executable, __file__, "crash", BOOTSTRAP, topic, topic], capture_output=True, timeout=60)
    seen = set(first.stdout.split())
    assert 400 <= len(seen) < 1000, f"{len(seen)} read before the crash: {first.stderr[-300:]}"
    second = consumer(topic, group_id=topic)
    deadline = time.time() + 40
    while len(seen) < 1000:
        assert time.time() < deadline, f"{1000 - len(seen)} records lost"
        for records in second.poll(timeout_ms=500).values():
            seen.update(record.value for record in records)
    second.close()


def crash(topic, group):
    source = consumer(topic, group_id=group, max_poll_records=100)
    read_so_far, committed = 0, False
    while read_so_far < 400:
        for records in source.poll(timeout_ms=1000).values():
            for record in records:
                print(record.value.decode())
                read_so_far += 1
        if not committed and read_so_far >= 200:
            source.commit()
            committed = True
    sys.stdout.flush()
    os._exit(137)


CHECKS = {
    "produce and consume, none": round_trip(None),
    "produce and consume, gzip": round_trip("gzip"),
    "produce and consume, snappy": round_trip("snappy"),
    "produce and consume, lz4": round_trip("lz4"),
    "produce and consume, zstd": round_trip("zstd"),
    "an idempotent producer keeps order": idempotent,
    "create, list and delete a topic": topics,
    "offsets by name and time, and seek": offsets,
    "nulls and headers": fields,
    "a record above max.message.bytes is refused": too_large,
    "committed offsets are fetched again": commits,
    "a group shares partitions and takes over": rebalance,
    "at least once over a consumer's crash": at_least_once,
}

if sys.argv[1] == "crash":
    crash(sys.argv[3], sys.argv[4])
for number, (name, check) in enumerate(CHECKS.items()):
    try:
        check(f"{sys.argv[3]}-{number}")
        print("PASS", name, flush=True)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is this check's answer
        text = f"{type(error).__name__} {error}".replace("\n", " ")
        print(f"FAIL {name}: {text}", flush=True)
