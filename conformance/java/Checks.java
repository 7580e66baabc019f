// Checks over Kafka's own Java client: prints PASS or FAIL for each.
//   Checks checks BOOTSTRAP PREFIX
//   Checks crash BOOTSTRAP TOPIC GROUP     reads, commits part, prints what it read, and dies
//   Checks smoke BOOTSTRAP PREFIX          the first three checks only
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.*;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

public class Checks {
    interface Check {
        void run(String topic) throws Exception;
    }

    static String bootstrap;
    static Admin admin;

    public static void main(String[] args) throws Exception {
        bootstrap = args[1];
        if (args[0].equals("crash")) {
            crash(args[2], args[3]);
            return;
        }
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        Map<String, Check> checks = new LinkedHashMap<>();
        checks.put("produce and consume, zstd", topic -> roundTrip(topic, "zstd"));
        checks.put("a group commits and comes back", Checks::commits);
        checks.put("topics are made, described and deleted", Checks::topics);
        if (args[0].equals("checks")) {
            for (String codec : List.of("none", "gzip", "snappy", "lz4"))
                checks.put("produce and consume, " + codec, topic -> roundTrip(topic, codec));
            checks.put("an idempotent producer keeps order with five in flight", Checks::idempotent);
            checks.put("nulls, headers and timestamps", Checks::fields);
            checks.put("offsets by every name and by time", Checks::offsets);
            checks.put("topic and broker configs", Checks::configs);
            checks.put("more partitions", Checks::partitions);
            checks.put("delete records", Checks::deleteRecords);
            checks.put("groups are listed, described, altered and deleted", Checks::groups);
            checks.put("a group rebalances, range", topic -> rebalance(topic, RangeAssignor.class.getName()));
            checks.put("a group rebalances, cooperative", topic -> rebalance(topic, CooperativeStickyAssignor.class.getName()));
            checks.put("a static member comes back without a rebalance", Checks::staticMember);
            checks.put("a topic is made when it is first produced to", Checks::autoCreation);
            checks.put("a record above max.message.bytes is refused", Checks::tooLarge);
            checks.put("log directories, cluster and quorum are described", Checks::cluster);
            checks.put("producers are described", Checks::producers);
            checks.put("at least once over a consumer's crash", Checks::atLeastOnce);
        }
        int number = 0;
        for (Map.Entry<String, Check> check : checks.entrySet()) {
            try {
                check.getValue().run(args[2] + "-" + number++);
                System.out.println("PASS " + check.getKey());
            } catch (Throwable error) {
                Throwable cause = error instanceof ExecutionException ? error.getCause() : error;
                System.out.println("FAIL " + check.getKey() + ": " + cause.toString().replace('\n', ' '));
            }
        }
        System.exit(0);
    }

    static void expect(boolean held, String what) {
        if (!held)
            throw new AssertionError(what);
    }

    static void eventually(String what, java.util.concurrent.Callable<Boolean> held) throws Exception {
        long end = System.currentTimeMillis() + 20_000;
        while (!held.call()) {
            expect(System.currentTimeMillis() < end, what);
            Thread.sleep(50);
        }
    }

    static <T> T get(org.apache.kafka.common.KafkaFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    static void create(String topic, int partitions, Map<String, String> configs) throws Exception {
        get(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(configs))).all());
    }

    static KafkaProducer<String, String> producer(String... settings) {
        Properties all = new Properties();
        all.put("bootstrap.servers", bootstrap);
        all.put("linger.ms", "5");
        for (int n = 0; n < settings.length; n += 2)
            all.put(settings[n], settings[n + 1]);
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    static void produce(String topic, int from, int to, String... settings) throws Exception {
        try (KafkaProducer<String, String> producer = producer(settings)) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int n = from; n < to; n++)
                sent.add(producer.send(new ProducerRecord<>(topic, "" + n, "" + n)));
            for (Future<RecordMetadata> future : sent)
                future.get(30, TimeUnit.SECONDS);
        }
    }

    static KafkaConsumer<String, String> consumer(String group, String... settings) {
        Properties all = new Properties();
        all.put("bootstrap.servers", bootstrap);
        all.put("group.id", group);
        all.put("auto.offset.reset", "earliest");
        all.put("enable.auto.commit", "false");
        all.put("session.timeout.ms", "6000");
        all.put("heartbeat.interval.ms", "500");
        for (int n = 0; n < settings.length; n += 2)
            all.put(settings[n], settings[n + 1]);
        return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
    }

    static Map<String, Integer> read(KafkaConsumer<String, String> consumer, int count) {
        Map<String, Integer> seen = new HashMap<>();
        long end = System.currentTimeMillis() + 40_000;
        while (seen.size() < count) {
            expect(System.currentTimeMillis() < end, seen.size() + " of " + count + " read");
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500)))
                seen.merge(record.value(), 1, Integer::sum);
        }
        return seen;
    }

    static void roundTrip(String topic, String codec) throws Exception {
        create(topic, 3, Map.of());
        produce(topic, 0, 3000, "compression.type", codec);
        try (KafkaConsumer<String, String> consumer = consumer(topic)) {
            consumer.subscribe(List.of(topic));
            expect(read(consumer, 3000).values().stream().allMatch(n -> n == 1), "read twice");
        }
    }

    static void commits(String topic) throws Exception {
        create(topic, 2, Map.of());
        produce(topic, 0, 100);
        try (KafkaConsumer<String, String> consumer = consumer(topic)) {
            consumer.subscribe(List.of(topic));
            read(consumer, 100);
            consumer.commitSync();
        }
        produce(topic, 100, 120);
        try (KafkaConsumer<String, String> consumer = consumer(topic)) {
            consumer.subscribe(List.of(topic));
            expect(!read(consumer, 20).containsKey("99"), "started from the wrong place");
        }
    }

    static void topics(String topic) throws Exception {
        create(topic, 2, Map.of("retention.ms", "3600000"));
        try {
            create(topic, 2, Map.of());
            throw new AssertionError("made twice");
        } catch (ExecutionException error) {
            expect(error.getCause() instanceof TopicExistsException, error.getCause().toString());
        }
        TopicDescription described = get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
        expect(described.partitions().size() == 2 && !described.topicId().toString().isEmpty(), described.toString());
        get(admin.deleteTopics(List.of(topic)).all());
        eventually("still listed", () -> !get(admin.listTopics().names()).contains(topic));
    }

    static void idempotent(String topic) throws Exception {
        create(topic, 1, Map.of());
        produce(topic, 0, 5000, "batch.size", "200", "max.in.flight.requests.per.connection", "5");
        try (KafkaConsumer<String, String> consumer = consumer(topic)) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            int next = 0;
            long end = System.currentTimeMillis() + 40_000;
            while (next < 5000) {
                expect(System.currentTimeMillis() < end, next + " of 5000 read");
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                    expect(record.value().equals("" + next) && record.offset() == next, record + " instead of " + next);
                    next++;
                }
            }
        }
    }

    static void fields(String topic) throws Exception {
        create(topic, 1, Map.of());
        try (KafkaProducer<String, String> producer = producer()) {
            producer.send(new ProducerRecord<>(topic, 0, 1_700_000_000_123L, null, null,
                List.of(new RecordHeader("a", "1".getBytes()), new RecordHeader("a", (byte[]) null)))).get();
        }
        try (KafkaConsumer<String, String> consumer = consumer(topic)) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            ConsumerRecord<String, String> record = consumer.poll(Duration.ofSeconds(20)).iterator().next();
            expect(record.key() == null && record.value() == null && record.timestamp() == 1_700_000_000_123L
                && record.headers().toArray().length == 2 && record.headers().lastHeader("a").value() == null
                && record.leaderEpoch().isPresent(), record.toString());
        }
    }

    static long offset(String topic, OffsetSpec spec) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        return get(admin.listOffsets(Map.of(partition, spec)).partitionResult(partition)).offset();
    }

    static void offsets(String topic) throws Exception {
        create(topic, 1, Map.of());
        try (KafkaProducer<String, String> producer = producer()) {
            for (int n = 0; n < 10; n++)
                producer.send(new ProducerRecord<>(topic, 0, 1_700_000_000_000L + (n == 4 ? 99 : n) * 1000, null, "x")).get();
        }
        expect(offset(topic, OffsetSpec.earliest()) == 0, "earliest");
        expect(offset(topic, OffsetSpec.latest()) == 10, "latest");
        expect(offset(topic, OffsetSpec.maxTimestamp()) == 4, "the largest time");
        expect(offset(topic, OffsetSpec.earliestLocal()) == 0, "earliest local");
        expect(offset(topic, OffsetSpec.forTimestamp(1_700_000_002_500L)) == 3, "by time");
        expect(offset(topic, OffsetSpec.forTimestamp(1_700_000_100_000L)) == -1, "by a time after all");
        expect(offset(topic, OffsetSpec.latestTiered()) == -1, "latest tiered");
    }

    static String config(ConfigResource resource, String name) throws Exception {
        ConfigEntry entry = get(admin.describeConfigs(List.of(resource)).all()).get(resource).get(name);
        return entry == null ? null : entry.value();
    }

    static void alter(ConfigResource resource, String name, String value, AlterConfigOp.OpType operation) throws Exception {
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry(name, value), operation);
        get(admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all());
    }

    static void configs(String topic) throws Exception {
        create(topic, 1, Map.of());
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        alter(resource, "retention.ms", "7200000", AlterConfigOp.OpType.SET);
        eventually("set", () -> "7200000".equals(config(resource, "retention.ms")));
        alter(resource, "cleanup.policy", "compact", AlterConfigOp.OpType.APPEND);
        eventually("appended", () -> "delete,compact".equals(config(resource, "cleanup.policy")));
        alter(resource, "retention.ms", null, AlterConfigOp.OpType.DELETE);
        eventually("deleted", () -> "604800000".equals(config(resource, "retention.ms")));
        try {
            alter(resource, "no.such.key", "1", AlterConfigOp.OpType.SET);
            throw new AssertionError("an unknown key was taken");
        } catch (ExecutionException error) {
            expect(error.getCause() instanceof InvalidConfigurationException, error.getCause().toString());
        }
        String id = get(admin.describeCluster().nodes()).iterator().next().idString();
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, id);
        expect(config(broker, "log.segment.bytes").equals("1073741824"), "log.segment.bytes");
        alter(broker, "log.cleaner.threads", "2", AlterConfigOp.OpType.SET);
        eventually("set for the broker", () -> "2".equals(config(broker, "log.cleaner.threads")));
        alter(broker, "log.cleaner.threads", null, AlterConfigOp.OpType.DELETE);
    }

    static void partitions(String topic) throws Exception {
        create(topic, 1, Map.of());
        get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(4))).all());
        eventually("four partitions",
            () -> get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions().size() == 4);
        try {
            get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2))).all());
            throw new AssertionError("fewer partitions");
        } catch (ExecutionException error) {
            expect(error.getCause() instanceof InvalidPartitionsException, error.getCause().toString());
        }
        produce(topic, 0, 100);
        try (KafkaConsumer<String, String> consumer = consumer(topic)) {
            consumer.subscribe(List.of(topic));
            read(consumer, 100);
        }
    }

    static void deleteRecords(String topic) throws Exception {
        create(topic, 1, Map.of());
        produce(topic, 0, 100);
        TopicPartition partition = new TopicPartition(topic, 0);
        long low = get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(60))).lowWatermarks()
            .get(partition)).lowWatermark();
        expect(low == 60 && offset(topic, OffsetSpec.earliest()) == 60, "low watermark " + low);
        try {
            get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1000))).all());
            throw new AssertionError("records that are not there");
        } catch (ExecutionException error) {
            expect(error.getCause() instanceof org.apache.kafka.common.errors.OffsetOutOfRangeException, error.getCause().toString());
        }
    }

    static void groups(String topic) throws Exception {
        create(topic, 2, Map.of());
        produce(topic, 0, 100);
        try (KafkaConsumer<String, String> consumer = consumer(topic)) {
            consumer.subscribe(List.of(topic));
            read(consumer, 100);
            consumer.commitSync();
            ConsumerGroupDescription group = get(admin.describeConsumerGroups(List.of(topic)).all()).get(topic);
            expect(group.members().size() == 1 && group.groupState().toString().equals("Stable"), group.toString());
            expect(group.members().iterator().next().assignment().topicPartitions().size() == 2, group.toString());
        }
        expect(get(admin.listGroups().all()).stream().anyMatch(g -> g.groupId().equals(topic)), "not listed");
        long sum = get(admin.listConsumerGroupOffsets(topic).partitionsToOffsetAndMetadata()).values().stream()
            .mapToLong(OffsetAndMetadata::offset).sum();
        expect(sum == 100, "committed " + sum);
        TopicPartition partition = new TopicPartition(topic, 0);
        get(admin.alterConsumerGroupOffsets(topic, Map.of(partition, new OffsetAndMetadata(3, "note"))).all());
        OffsetAndMetadata moved = get(admin.listConsumerGroupOffsets(topic).partitionsToOffsetAndMetadata()).get(partition);
        expect(moved.offset() == 3 && moved.metadata().equals("note"), moved.toString());
        get(admin.deleteConsumerGroupOffsets(topic, Set.of(partition)).all());
        expect(get(admin.listConsumerGroupOffsets(topic).partitionsToOffsetAndMetadata()).get(partition) == null, "offset kept");
        get(admin.deleteConsumerGroups(List.of(topic)).all());
        expect(get(admin.listGroups().all()).stream().noneMatch(g -> g.groupId().equals(topic)), "still listed");
    }

    static void rebalance(String topic, String assignor) throws Exception {
        create(topic, 4, Map.of());
        List<KafkaConsumer<String, String>> members = new ArrayList<>();
        for (int n = 0; n < 2; n++) {
            members.add(consumer(topic, "partition.assignment.strategy", assignor));
            members.get(n).subscribe(List.of(topic));
        }
        eventually("two partitions each", () -> {
            members.forEach(member -> member.poll(Duration.ofMillis(100)));
            return members.stream().allMatch(member -> member.assignment().size() == 2);
        });
        members.get(0).close();
        eventually("all four for the one that stays", () -> {
            members.get(1).poll(Duration.ofMillis(100));
            return members.get(1).assignment().size() == 4;
        });
        members.get(1).close();
    }

    static void staticMember(String topic) throws Exception {
        create(topic, 2, Map.of());
        produce(topic, 0, 10);
        KafkaConsumer<String, String> one = consumer(topic, "group.instance.id", "one");
        one.subscribe(List.of(topic));
        read(one, 10);
        one.commitSync();
        int generation = one.groupMetadata().generationId();
        one.close();
        KafkaConsumer<String, String> again = consumer(topic, "group.instance.id", "one");
        again.subscribe(List.of(topic));
        produce(topic, 10, 20);
        expect(!read(again, 10).containsKey("9"), "started from the wrong place");
        expect(again.groupMetadata().generationId() == generation, "rebalanced");
        again.close();
    }

    static void autoCreation(String topic) throws Exception {
        produce(topic, 0, 10);
        TopicDescription described = get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
        expect(described.partitions().size() == 4, described.partitions().size() + " partitions");
    }

    static void tooLarge(String topic) throws Exception {
        create(topic, 1, Map.of("max.message.bytes", "100000"));
        try (KafkaProducer<String, String> producer = producer("max.request.size", "10000000")) {
            producer.send(new ProducerRecord<>(topic, "x".repeat(200_000))).get();
            throw new AssertionError("taken");
        } catch (ExecutionException error) {
            expect(error.getCause() instanceof RecordTooLargeException, error.getCause().toString());
        }
    }

    static void cluster(String topic) throws Exception {
        create(topic, 1, Map.of());
        produce(topic, 0, 10);
        int nodes = get(admin.describeCluster().nodes()).size();
        expect(nodes == 1 || nodes == 3, nodes + " nodes");
        expect(get(admin.describeCluster().clusterId()).length() == 22, "cluster id");
        int id = get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions().get(0).leader().id();
        boolean found = get(admin.describeLogDirs(List.of(id)).allDescriptions()).get(id).values().stream()
            .anyMatch(dir -> dir.replicaInfos().containsKey(new TopicPartition(topic, 0)));
        expect(found, "the log directory of the topic");
        QuorumInfo quorum = get(admin.describeMetadataQuorum().quorumInfo());
        expect(quorum.leaderId() < nodes && quorum.voters().size() == nodes, quorum.toString());
        FeatureMetadata features = get(admin.describeFeatures().featureMetadata());
        expect(features.finalizedFeatures().containsKey("metadata.version"), features.toString());
    }

    static void producers(String topic) throws Exception {
        create(topic, 1, Map.of());
        produce(topic, 0, 10);
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ProducerState> states = get(admin.describeProducers(List.of(partition)).partitionResult(partition)).activeProducers();
        expect(states.size() == 1 && states.get(0).lastSequence() == 9, states.toString());
    }

    static void atLeastOnce(String topic) throws Exception {
        create(topic, 2, Map.of());
        produce(topic, 0, 1000);
        Process first = new ProcessBuilder("java", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
            "Checks", "crash", bootstrap, topic, topic).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        Set<String> seen = new HashSet<>(Arrays.asList(new String(first.getInputStream().readAllBytes()).split("\n")));
        first.waitFor();
        expect(seen.size() >= 400 && seen.size() < 1000, seen.size() + " read before the crash");
        try (KafkaConsumer<String, String> consumer = consumer(topic)) {
            consumer.subscribe(List.of(topic));
            long end = System.currentTimeMillis() + 40_000;
            while (seen.size() < 1000) {
                expect(System.currentTimeMillis() < end, (1000 - seen.size()) + " records lost");
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500)))
                    seen.add(record.value());
            }
        }
    }

    static void crash(String topic, String group) {
        KafkaConsumer<String, String> consumer = consumer(group, "max.poll.records", "100");
        consumer.subscribe(List.of(topic));
        int read = 0;
        boolean committed = false;
        while (read < 400) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                System.out.println(record.value());
                read++;
            }
            if (!committed && read >= 200) {
                consumer.commitSync();
                committed = true;
            }
        }
        System.out.flush();
        Runtime.getRuntime().halt(137);
    }
}
