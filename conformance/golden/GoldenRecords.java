// Writes what Kafka's own classes write for record batches and for the state files beside a log.
// Usage: java -cp 'kafka jars' GoldenRecords.java BATCH_DIR STATE_DIR
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.*;
import org.apache.kafka.storage.internals.log.*;

public class GoldenRecords {
    static final long TIME = 1_700_000_000_000L;

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void save(Path path, ByteBuffer buffer) throws Exception {
        byte[] out = new byte[buffer.remaining()];
        buffer.duplicate().get(out);
        Files.write(path, out);
    }

    // Record n: key absent for every third, value absent for every fifth, n % 3 headers, time not in order.
    static void fill(MemoryRecordsBuilder builder, int count) {
        for (int n = 0; n < count; n++) {
            byte[] key = n % 3 == 0 ? null : bytes("key-" + n);
            byte[] value = n % 5 == 0 ? null : bytes(("value " + n + " ").repeat(1 + n % 20));
            Header[] headers = new Header[n % 3];
            for (int h = 0; h < headers.length; h++)
                headers[h] = new RecordHeader("header-" + h, h == 1 ? null : bytes("of " + n));
            builder.append(TIME + (n * 7919L) % 1000 - 500, key, value, headers);
        }
    }

    // A producer with one batch; the method that adds it is not public.
    static ProducerStateEntry entry(long id, short epoch, int coordinatorEpoch, long time, OptionalLong transaction,
                                    int lastSequence, long lastOffset, int offsetDelta) throws Exception {
        ProducerStateEntry entry = new ProducerStateEntry(id, epoch, coordinatorEpoch, time, transaction);
        var addBatch = ProducerStateEntry.class.getDeclaredMethod("addBatch", short.class, int.class, long.class,
            int.class, long.class);
        addBatch.setAccessible(true);
        addBatch.invoke(entry, epoch, lastSequence, lastOffset, offsetDelta, time);
        return entry;
    }

    public static void main(String[] args) throws Exception {
        Path batches = Path.of(args[0]);
        Path state = Path.of(args[1]);
        Map<String, Compression> codecs = new LinkedHashMap<>();
        codecs.put("none", Compression.NONE);
        codecs.put("gzip", Compression.gzip().build());
        codecs.put("snappy", Compression.snappy().build());
        codecs.put("lz4", Compression.lz4().build());
        codecs.put("zstd", Compression.zstd().build());
        for (Map.Entry<String, Compression> codec : codecs.entrySet()) {
            for (int count : new int[] {1, 200}) {
                MemoryRecordsBuilder builder = MemoryRecords.builder(ByteBuffer.allocate(1 << 16), (byte) 2,
                    codec.getValue(), TimestampType.CREATE_TIME, 42L, TIME, 4000L, (short) 3, 17, false, 5);
                fill(builder, count);
                save(batches.resolve(codec.getKey() + "-" + count + ".bin"), builder.build().buffer());
            }
        }
        MemoryRecordsBuilder appendTime = MemoryRecords.builder(ByteBuffer.allocate(1 << 16), (byte) 2,
            Compression.NONE, TimestampType.LOG_APPEND_TIME, 42L, TIME + 9, -1L, (short) -1, -1, false, 5);
        fill(appendTime, 4);
        save(batches.resolve("append-time-4.bin"), appendTime.build().buffer());
        save(batches.resolve("commit.bin"), MemoryRecords.withEndTransactionMarker(42L, TIME, 5, 4000L, (short) 3,
            new EndTransactionMarker(ControlRecordType.COMMIT, 11)).buffer());
        save(batches.resolve("abort.bin"), MemoryRecords.withEndTransactionMarker(42L, TIME, 5, 4000L, (short) 3,
            new EndTransactionMarker(ControlRecordType.ABORT, 12)).buffer());

        Map<Long, ProducerStateEntry> producers = new LinkedHashMap<>();
        producers.put(1L, entry(1L, (short) 2, 3, TIME, OptionalLong.of(90L), 9, 100L, 4));
        producers.put(4000L, entry(4000L, (short) 0, -1, TIME + 1, OptionalLong.empty(), Integer.MAX_VALUE, 120L, 0));
        producers.put(4001L, new ProducerStateEntry(4001L, (short) 1, 7, TIME + 2, OptionalLong.empty()));
        File snapshot = state.resolve("producers.snapshot").toFile();
        snapshot.delete();
        ProducerStateManager.writeSnapshot(snapshot, producers, false);
        File index = state.resolve("aborted.txnindex").toFile();
        index.delete();
        TransactionIndex transactions = new TransactionIndex(0L, index);
        transactions.append(new AbortedTxn(1L, 90L, 101L, 95L));
        transactions.append(new AbortedTxn(4001L, 95L, 110L, 111L));
        transactions.close();
    }
}
