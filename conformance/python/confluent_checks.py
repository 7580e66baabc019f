"""Checks over confluent-kafka (librdkafka): prints PASS or FAIL for each.

    confluent_checks.py checks BOOTSTRAP PREFIX
    confluent_checks.py crash BOOTSTRAP TOPIC GROUP    reads, commits part, prints what it read, and dies
"""

import os
import subprocess
import sys
import time

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka import ConsumerGroupTopicPartitions, IsolationLevel
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    OffsetSpec,
    ResourceType,
)

BOOTSTRAP = sys.argv[2]


ADMIN = AdminClient({"bootstrap.servers": BOOTSTRAP})


def admin():
    """One for all: an answer is lost when the client that asked is gone."""
    return ADMIN


def result(futures):
    """The answer for the only thing that was asked about."""
    (future,) = futures.values()
    return future.result(30)


def create(topic, partitions=1, **config):
    config = {name.replace("_", "."): value for name, value in config.items()}
    result(admin().create_topics([NewTopic(topic, partitions, 1, config=config)]))


def producer(**config):
    config = {name.replace("_", "."): value for name, value in config.items()}
    return Producer({"bootstrap.servers": BOOTSTRAP, "linger.ms": 5, **config})


def produce(topic, numbers, source=None, **config):
    source = source or producer(**config)
    errors = []
    for n in numbers:
        source.produce(topic, key=str(n), value=str(n), callback=lambda e, _: e and errors.append(e))
        source.poll(0)
    left = source.flush(30)
    assert not left and not errors, f"{left} left, errors {errors[:2]}"


def consumer(group, **config):
    config = {name.replace("_", "."): value for name, value in config.items()}
    return Consumer(
        {
            "bootstrap.servers": BOOTSTRAP,
            "group.id": group,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "session.timeout.ms": 6000,
            **config,
        }
    )


def read(source, count, seconds=40):
    """Values until `count` different ones were read."""
    seen, end = {}, time.time() + seconds
    while len(seen) < count:
        assert time.time() < end, f"{len(seen)} of {count} in {seconds} s"
        message = source.poll(0.5)
        if message is None:
            continue
        assert not message.error(), message.error()
        seen[message.value()] = seen.get(message.value(), 0) + 1
    return seen


def round_trip(codec):
    def check(topic):
        create(topic, 3)
        produce(topic, range(3000), compression_type=codec, acks="all")
        source = consumer(topic)
        source.subscribe([topic])
        seen = read(source, 3000)
        source.close()
        assert set(seen.values()) == {1}, "read twice"

    return check


def idempotent(topic):
    create(topic)
    produce(topic, range(5000), enable_idempotence=True, batch_num_messages=50)
    source = consumer(topic)
    source.assign([TopicPartition(topic, 0, OFFSET_BEGINNING)])
    order = []
    while len(order) < 5000:
        message = source.poll(5)
        assert message and not message.error(), message and message.error()
        order.append(int(message.value()))
    source.close()
    assert order == list(range(5000)), "not in order"


def fields(topic):
    create(topic)
    source = producer()
    source.produce(topic, key=None, value=None, timestamp=1700000000123, headers=[("a", b"1"), ("a", None), ("b", b"")])
    assert source.flush(20) == 0
    reader = consumer(topic)
    reader.assign([TopicPartition(topic, 0, OFFSET_BEGINNING)])
    message = reader.poll(20)
    reader.close()
    got = (message.key(), message.value(), message.timestamp()[1], message.headers())
    assert got == (None, None, 1700000000123, [("a", b"1"), ("a", None), ("b", b"")]), got


def configs(topic):
    create(topic, retention_ms="3600000")
    resource = ConfigResource(ResourceType.TOPIC, topic)
    assert result(admin().describe_configs([resource]))["retention.ms"].value == "3600000"
    for operation, value, expected in [
        (AlterConfigOpType.SET, "7200000", "7200000"),
        (AlterConfigOpType.DELETE, None, "604800000"),
    ]:
        entry = ConfigEntry("retention.ms", value, incremental_operation=operation)
        change = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[entry])
        result(admin().incremental_alter_configs([change]))
        deadline = time.time() + 10
        while result(admin().describe_configs([resource]))["retention.ms"].value != expected:
            assert time.time() < deadline, "the change is not seen"
    bad = ConfigEntry("retention.ms", "soon", incremental_operation=AlterConfigOpType.SET)
    try:
        result(admin().incremental_alter_configs([ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[bad])]))
        raise AssertionError("a value that is no number was taken")
    except KafkaException as error:
        assert error.args[0].code() == KafkaError.INVALID_CONFIG, error
    broker = min(admin().list_topics(timeout=20).brokers)
    found = result(admin().describe_configs([ConfigResource(ResourceType.BROKER, str(broker))]))
    assert "log.retention.ms" in found or "log.retention.hours" in found


def topics(topic):
    create(topic, 2)
    try:
        create(topic, 2)
        raise AssertionError("made twice")
    except KafkaException as error:
        assert error.args[0].code() == KafkaError.TOPIC_ALREADY_EXISTS, error
    result(admin().create_partitions([NewPartitions(topic, 5)]))
    deadline = time.time() + 10
    while len(admin().list_topics(topic, timeout=20).topics[topic].partitions) != 5:
        assert time.time() < deadline, "the new partitions are not seen"
    result(admin().delete_topics([topic]))
    deadline = time.time() + 10
    while topic in admin().list_topics(timeout=20).topics:
        assert time.time() < deadline, "still listed"


def validate_only(topic):
    result(admin().create_topics([NewTopic(topic, 1, 1)], validate_only=True))
    assert topic not in admin().list_topics(timeout=20).topics
    try:
        result(admin().create_topics([NewTopic(topic, 1, 5)]))
        raise AssertionError("five replicas on one broker")
    except KafkaException as error:
        assert error.args[0].code() == KafkaError.INVALID_REPLICATION_FACTOR, error


def offsets(topic):
    create(topic)
    source = producer()
    for n in range(10):
        source.produce(topic, value=b"x", timestamp=1700000000000 + n * 1000)
    assert source.flush(20) == 0
    partition = TopicPartition(topic, 0)

    def at(spec):
        return result(admin().list_offsets({partition: spec}, isolation_level=IsolationLevel.READ_UNCOMMITTED)).offset

    assert at(OffsetSpec.earliest()) == 0
    assert at(OffsetSpec.latest()) == 10
    assert at(OffsetSpec.max_timestamp()) == 9
    assert at(OffsetSpec.for_timestamp(1700000004500)) == 5
    reader = consumer(topic)
    assert reader.get_watermark_offsets(partition, timeout=20) == (0, 10)
    found = reader.offsets_for_times([TopicPartition(topic, 0, 1700000002000)], timeout=20)
    assert found[0].offset == 2, found
    reader.close()


def delete_records(topic):
    create(topic)
    produce(topic, range(100))
    deleted = result(admin().delete_records([TopicPartition(topic, 0, 30)]))
    assert deleted.low_watermark == 30, deleted.low_watermark
    reader = consumer(topic)
    assert reader.get_watermark_offsets(TopicPartition(topic, 0), timeout=20) == (30, 100)
    reader.close()


def groups(topic):
    create(topic, 2)
    produce(topic, range(100))
    source = consumer(topic)
    source.subscribe([topic])
    read(source, 100)
    source.commit(asynchronous=False)
    client = admin()
    listed = client.list_consumer_groups().result(20)
    assert topic in [group.group_id for group in listed.valid], "not listed"
    described = result(client.describe_consumer_groups([topic]))
    assert described.state.name == "STABLE" and len(described.members) == 1, described.state
    committed = result(client.list_consumer_group_offsets([ConsumerGroupTopicPartitions(topic)]))
    assert sum(partition.offset for partition in committed.topic_partitions) == 100
    source.close()
    described = result(client.describe_consumer_groups([topic]))
    assert described.state.name == "EMPTY", described.state
    moved = ConsumerGroupTopicPartitions(topic, [TopicPartition(topic, 0, 1)])
    result(client.alter_consumer_group_offsets([moved]))
    result(client.delete_consumer_groups([topic]))
    listed = client.list_consumer_groups().result(20)
    assert topic not in [group.group_id for group in listed.valid], "still listed"


def group_shares(strategy):
    def check(topic):
        create(topic, 4)
        members = [consumer(topic, partition_assignment_strategy=strategy) for _ in range(2)]
        for member in members:
            member.subscribe([topic])
        deadline = time.time() + 40
        while [len(member.assignment()) for member in members] != [2, 2]:
            assert time.time() < deadline, [member.assignment() for member in members]
            for member in members:
                member.poll(0.1)
        members[0].close()
        while len(members[1].assignment()) != 4:
            assert time.time() < deadline, "the partitions of a member that left are not taken over"
            members[1].poll(0.1)
        members[1].close()

    return check


def static_member(topic):
    create(topic, 2)
    produce(topic, range(10))
    first = consumer(topic, group_instance_id="one")
    first.subscribe([topic])
    read(first, 10)
    first.commit(asynchronous=False)
    first.close()
    again = consumer(topic, group_instance_id="one")
    again.subscribe([topic])
    produce(topic, range(10, 20))
    seen = read(again, 10)
    again.close()
    assert b"9" not in seen


def regex(topic):
    create(topic + ".a")
    create(topic + ".b")
    produce(topic + ".a", range(5))
    produce(topic + ".b", range(5, 10))
    source = consumer(topic)
    source.subscribe([f"^{topic}[.]"])
    read(source, 10)
    source.close()


def asynchronous_commits(topic):
    create(topic)
    produce(topic, range(100))
    source = consumer(topic)
    source.subscribe([topic])
    read(source, 100)
    source.commit(asynchronous=True)
    deadline = time.time() + 20
    while source.committed([TopicPartition(topic, 0)], timeout=10)[0].offset != 100:
        assert time.time() < deadline, "not committed"
        source.poll(0.1)
    source.close()


def too_large(topic):
    create(topic, max_message_bytes="100000")
    source = producer(message_max_bytes=10000000)
    errors = []
    source.produce(topic, value=os.urandom(200000), callback=lambda e, _: errors.append(e))
    source.flush(20)
    assert errors and errors[0] and errors[0].code() == KafkaError.MSG_SIZE_TOO_LARGE, errors


def at_least_once(topic):
    create(topic, 2)
    produce(topic, range(1000))
    first = subprocess.run([sys.executable, __file__, "crash", BOOTSTRAP, topic, topic], capture_output=True, timeout=60)
    seen = set(first.stdout.split())
    assert 400 <= len(seen) < 1000, f"{len(seen)} read before the crash: {first.stderr[-300:]}"
    second = consumer(topic)
    second.subscribe([topic])
    deadline = time.time() + 40
    while len(seen) < 1000:
        assert time.time() < deadline, f"{1000 - len(seen)} records lost"
        message = second.poll(0.5)
        if message is not None and not message.error():
            seen.add(message.value())
    second.close()


def crash(topic, group):
    source = consumer(group)
    source.subscribe([topic])
    for n in range(400):
        message = None
        while message is None:
            message = source.poll(1)
        assert not message.error(), message.error()
        print(message.value().decode())
        if n == 200:
            source.commit(asynchronous=False)
    sys.stdout.flush()
    os._exit(137)


CHECKS = {
    "produce and consume, none": round_trip("none"),
    "produce and consume, gzip": round_trip("gzip"),
    "produce and consume, snappy": round_trip("snappy"),
    "produce and consume, lz4": round_trip("lz4"),
    "produce and consume, zstd": round_trip("zstd"),
    "an idempotent producer keeps order": idempotent,
    "nulls, headers and timestamps": fields,
    "topic and broker configs": configs,
    "create, grow and delete a topic": topics,
    "validate only, and too many replicas": validate_only,
    "offsets by name and time": offsets,
    "delete records": delete_records,
    "groups are listed, described, altered and deleted": groups,
    "a group shares partitions, range": group_shares("range"),
    "a group shares partitions, cooperative": group_shares("cooperative-sticky"),
    "a static member comes back": static_member,
    "subscription by pattern": regex,
    "asynchronous commits": asynchronous_commits,
    "a record above max.message.bytes is refused": too_large,
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
