import java.io.IOException;
import java.io.PrintStream;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes at a rate that nothing slows down and reads all of it back until its input ends, and leaves a history of both.
 *
 * <pre>Chaos BOOTSTRAP TOPIC RECORDS_PER_SECOND BYTES PRODUCER PARTITIONS HISTORY</pre>
 *
 * A rate of 0 is as fast as it goes. The lines of the history are those of the room {@code history}.
 */
public final class Chaos {
    private static final AtomicBoolean OVER = new AtomicBoolean();
    private static final AtomicBoolean STOP_READING = new AtomicBoolean();
    private static PrintStream history;

    private static void say(String line) {
        synchronized (history) {
            history.print(line);
            history.print('\n');
        }
    }

    private static String head(long at, String client, long op) {
        return "{\"at\":" + at + ",\"client\":\"" + client + "\",\"op\":" + op;
    }

    public static void main(String[] arguments) throws Exception {
        String bootstrap = arguments[0];
        String topic = arguments[1];
        int rate = Integer.parseInt(arguments[2]);
        int bytes = Integer.parseInt(arguments[3]);
        String producerId = arguments[4];
        int partitions = Integer.parseInt(arguments[5]);
        var file = new BufferedOutputStream(new FileOutputStream(arguments[6]), 1 << 20);
        history = new PrintStream(file, false, StandardCharsets.UTF_8);
        var input = new Thread(() -> {
            try {
                System.in.readAllBytes();
            } catch (IOException error) {
                System.err.println(error);
            }
            OVER.set(true);
        });
        input.setDaemon(true);
        input.start();
        var reader = new Thread(() -> read(bootstrap, topic, partitions));
        reader.start();
        var writing = Ride.patient(bootstrap);
        writing.put("linger.ms", "5");
        // As large as the other clients make them: five requests of 16 KiB a partition would be all that is under way.
        writing.put("batch.size", String.valueOf(1 << 20));
        // The load has five seconds to come back, and a leader that is cut off is missed after three.
        writing.put("request.timeout.ms", "3000");
        writing.put("socket.connection.setup.timeout.ms", "1000");
        writing.put("socket.connection.setup.timeout.max.ms", "1000");
        // What is offered while nobody takes it has to wait somewhere; as fast as it goes, it may not.
        writing.put("buffer.memory", String.valueOf(rate == 0 ? 16 << 20 : 256 << 20));
        String client = "java-" + producerId;
        String head = "{\"send\":{\"topic\":\"" + topic + "\",\"partition\":";
        String tail = ",\"acks\":-1,\"idempotent\":true,\"producer\":" + producerId + ",\"first\":";
        try (var producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            long begun = System.nanoTime();
            long sent = 0;
            while (!OVER.get()) {
                long due = rate == 0 ? sent + 1 : (long) ((System.nanoTime() - begun) / 1e9 * rate);
                while (sent < due) {
                    long seq = ++sent;
                    int partition = (int) (seq % partitions);
                    byte[] value = Arrays.copyOf((producerId + "," + seq + ",").getBytes(StandardCharsets.UTF_8), bytes);
                    say(head(System.nanoTime(), client, seq) + ",\"invoke\":" + head + partition + tail + seq + ",\"count\":1}}}");
                    producer.send(new ProducerRecord<>(topic, partition, null, value), (metadata, error) -> {
                        String what = error == null
                            ? ",\"ok\":{\"sent\":{\"base_offset\":" + metadata.offset() + "}}}"
                            : ",\"info\":\"" + error.getClass().getSimpleName() + "\"}";
                        say(head(System.nanoTime(), client, seq) + what);
                    });
                }
                if (rate > 0) {
                    LockSupport.parkNanos(2_000_000);
                }
            }
            producer.close(Duration.ofSeconds(60));
        }
        STOP_READING.set(true);
        reader.join();
        history.close();
    }

    private static void read(String bootstrap, String topic, int partitions) {
        var reading = Ride.patient(bootstrap);
        reading.put("auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var all = new ArrayList<TopicPartition>();
            for (int partition = 0; partition < partitions; partition++) {
                all.add(new TopicPartition(topic, partition));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long op = 0;
            while (!STOP_READING.get()) {
                long began = System.nanoTime();
                var polled = consumer.poll(Duration.ofMillis(200));
                for (var part : polled.partitions()) {
                    op++;
                    say(head(began, "java-reader", op) + ",\"invoke\":{\"poll\":{\"topic\":\"" + topic + "\",\"partition\":"
                        + part.partition() + ",\"offset\":null,\"last\":false}}}");
                    var line = new StringBuilder(head(System.nanoTime(), "java-reader", op)).append(",\"ok\":{\"polled\":{\"records\":[");
                    boolean first = true;
                    for (var record : polled.records(part)) {
                        String[] fields = new String(record.value(), StandardCharsets.UTF_8).split(",", 3);
                        line.append(first ? "" : ",").append('[').append(record.offset()).append(",[").append(fields[0]).append(',')
                            .append(fields[1]).append("]]");
                        first = false;
                    }
                    say(line.append("],\"high_watermark\":-1,\"log_start\":-1}}}").toString());
                }
            }
        } catch (RuntimeException error) {
            System.err.println("consumer: " + error);
        }
    }
}
