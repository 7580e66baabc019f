import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A rider over Kafka's own client: writes to partition 0 at a steady pace until its input ends, and reads it back.
 *
 * <pre>Ride BOOTSTRAP TOPIC PACE_US patient|default</pre>
 *
 * Prints {@code A SEQ OFFSET SENT_US ACKED_US}, {@code R SEQ}, {@code E TEXT} and {@code DONE SENT ACKED READ}.
 */
public final class Ride {
    private static final AtomicInteger ACKED = new AtomicInteger();
    private static final AtomicInteger READ = new AtomicInteger();
    private static final AtomicBoolean OVER = new AtomicBoolean();
    private static final AtomicBoolean STOP_READING = new AtomicBoolean();

    private static synchronized void say(String line) {
        System.out.println(line);
    }

    private static long nowMicros() {
        var now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    /** Settings of a client that notices a fault soon and tries again for ever. */
    static Properties patient(String bootstrap) {
        var base = new Properties();
        base.put("bootstrap.servers", bootstrap);
        base.put("retry.backoff.ms", "20");
        base.put("retry.backoff.max.ms", "200");
        base.put("reconnect.backoff.ms", "20");
        base.put("reconnect.backoff.max.ms", "200");
        base.put("request.timeout.ms", "6000");
        // Of producers; a consumer passes them over.
        base.put("delivery.timeout.ms", String.valueOf(Integer.MAX_VALUE));
        base.put("max.block.ms", String.valueOf(Integer.MAX_VALUE));
        return base;
    }

    public static void main(String[] arguments) throws Exception {
        String bootstrap = arguments[0];
        String topic = arguments[1];
        long pace = Long.parseLong(arguments[2]) * 1_000;
        boolean patient = arguments[3].equals("patient");
        var base = new Properties();
        base.put("bootstrap.servers", bootstrap);
        if (patient) {
            base = patient(bootstrap);
        }
        var reading = base;
        var input = new Thread(() -> {
            try {
                System.in.readAllBytes();
            } catch (java.io.IOException error) {
                say("E input: " + error);
            }
            OVER.set(true);
        });
        input.setDaemon(true);
        input.start();
        var reader = new Thread(() -> read(reading, topic));
        reader.start();
        int sent = 0;
        try (var producer = new KafkaProducer<>(base, new StringSerializer(), new StringSerializer())) {
            long due = System.nanoTime();
            while (!OVER.get()) {
                int seq = sent++;
                long at = nowMicros();
                producer.send(new ProducerRecord<>(topic, 0, null, String.valueOf(seq)), (metadata, error) -> {
                    if (error != null) {
                        say("E producer, record " + seq + ": " + error);
                        return;
                    }
                    ACKED.incrementAndGet();
                    say("A " + seq + " " + metadata.offset() + " " + at + " " + nowMicros());
                });
                due += pace;
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
        long end = System.nanoTime() + 30_000_000_000L;
        while (READ.get() < ACKED.get() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        STOP_READING.set(true);
        reader.join();
        say("DONE " + sent + " " + ACKED.get() + " " + READ.get());
    }

    private static void read(Properties base, String topic) {
        var reading = new Properties();
        reading.putAll(base);
        reading.put("group.id", topic + "-riders");
        reading.put("auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(reading, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (!STOP_READING.get()) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    READ.incrementAndGet();
                    say("R " + record.value());
                }
            }
        } catch (RuntimeException error) {
            say("E consumer: " + error);
        }
    }
}
