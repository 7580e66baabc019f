// Writes messages as Kafka's own serializers write them, one per line: name, version, hex.
// Usage: java -cp 'KAFKA/lib/*' Golden.java protocol|metadata OUTPUT
// The messages are random but seeded: made as JSON from Kafka's own field tables, read by Kafka's own JSON converters.

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.*;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.*;
import org.apache.kafka.common.protocol.types.*;

public class Golden {
    static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    static final int MESSAGES_EACH = 8;
    static PrintWriter out;
    static int count = 0;

    public static void main(String[] arguments) throws Exception {
        out = new PrintWriter(Files.newBufferedWriter(Path.of(arguments[1])));
        if (arguments[0].equals("metadata")) {
            for (var type : org.apache.kafka.common.metadata.MetadataRecordType.values()) {
                write(type.newMetadataRecord());
            }
        } else {
            for (ApiMessageType type : ApiMessageType.values()) {
                if (type.lowestSupportedVersion() > type.highestSupportedVersion(true)) continue;
                write(type.newRequest());
                write(type.newResponse());
            }
            for (var type : org.apache.kafka.coordinator.group.generated.CoordinatorRecordType.values()) {
                write(type.newRecordKey());
                write(type.newRecordValue());
            }
            for (var type : org.apache.kafka.coordinator.transaction.generated.CoordinatorRecordType.values()) {
                write(type.newRecordKey());
                write(type.newRecordValue());
            }
            for (var type : org.apache.kafka.coordinator.share.generated.CoordinatorRecordType.values()) {
                write(type.newRecordKey());
                write(type.newRecordValue());
            }
            write(new org.apache.kafka.common.message.ControlRecordTypeSchema());
            write(new org.apache.kafka.common.message.EndTxnMarker());
            write(new org.apache.kafka.common.message.LeaderChangeMessage());
            write(new org.apache.kafka.common.message.SnapshotHeaderRecord());
            write(new org.apache.kafka.common.message.SnapshotFooterRecord());
            write(new org.apache.kafka.common.message.KRaftVersionRecord());
            write(new org.apache.kafka.common.message.VotersRecord());
            write(new org.apache.kafka.common.message.ConsumerProtocolSubscription());
            write(new org.apache.kafka.common.message.ConsumerProtocolAssignment());
            write(new org.apache.kafka.common.message.DefaultPrincipalData());
        }
        out.close();
        System.out.println("golden: " + count + " messages");
    }

    static void write(ApiMessage empty) throws Exception {
        Class<?> type = empty.getClass();
        String name = type.getSimpleName().replaceAll("Data$", "");
        if (type.getSimpleName().equals("DefaultPrincipalData")) name = "DefaultPrincipalData";
        Schema[] schemas = (Schema[]) type.getField("SCHEMAS").get(null);
        Method read = Class.forName(type.getName() + "JsonConverter").getMethod("read", JsonNode.class, short.class);
        for (short version = empty.lowestSupportedVersion(); version <= empty.highestSupportedVersion(); version++) {
            Random random = new Random(name.hashCode() * 1000L + version);
            for (int i = 0; i < MESSAGES_EACH; i++) {
                JsonNode json = struct(schemas[version], random, i < 3 ? 1 : 3);
                Message message;
                try {
                    message = (Message) read.invoke(null, json, version);
                } catch (java.lang.reflect.InvocationTargetException e) {
                    throw new RuntimeException(name + " " + version + ": " + json, e.getCause());
                }
                ObjectSerializationCache cache = new ObjectSerializationCache();
                ByteBuffer buffer = ByteBuffer.allocate(message.size(cache, version));
                message.write(new ByteBufferAccessor(buffer), cache, version);
                out.println(name + " " + version + " " + HexFormat.of().formatHex(buffer.array()));
                count++;
            }
        }
    }

    static String camel(String snake) {
        StringBuilder camel = new StringBuilder();
        boolean upper = false;
        for (char c : snake.toCharArray()) {
            if (c == '_') { upper = true; continue; }
            camel.append(upper ? Character.toUpperCase(c) : c);
            upper = false;
        }
        return camel.toString().replaceFirst("^kraft", "kRaft");
    }

    static ObjectNode struct(Schema schema, Random random, int breadth) {
        ObjectNode node = new ObjectNode(JSON);
        for (BoundField field : schema.fields()) {
            if (field.def.type instanceof TaggedFields tagged) {
                for (Field each : tagged.fields().values()) {
                    if (random.nextInt(3) > 0) node.set(camel(each.name), value(each.type, random, breadth));
                }
            } else {
                node.set(camel(field.def.name), value(field.def.type, random, breadth));
            }
        }
        return node;
    }

    static JsonNode value(Type type, Random random, int breadth) {
        if (type.isNullable() && random.nextInt(4) == 0) return NullNode.instance;
        if (type instanceof Schema schema) return struct(schema, random, breadth);
        if (type.isArray()) {
            ArrayNode array = new ArrayNode(JSON);
            Type element = type.arrayElementType().orElseThrow();
            int elements = random.nextInt(breadth + 1);
            for (int i = 0; i < elements; i++) array.add(value(element, random, Math.max(1, breadth - 1)));
            return array;
        }
        String name = type.toString();
        return switch (name.replace("COMPACT_", "").replace("NULLABLE_", "")) {
            case "BOOLEAN" -> BooleanNode.valueOf(random.nextBoolean());
            case "INT8" -> ShortNode.valueOf((byte) number(random));
            case "INT16" -> ShortNode.valueOf((short) number(random));
            case "UINT16" -> IntNode.valueOf((int) number(random) & 0xffff);
            case "INT32" -> IntNode.valueOf((int) number(random));
            case "UINT32" -> LongNode.valueOf(number(random) & 0xffffffffL);
            case "INT64" -> LongNode.valueOf(number(random));
            case "FLOAT64" -> DoubleNode.valueOf(random.nextGaussian() * 1e6);
            case "UUID" -> new TextNode(new Uuid(number(random), random.nextLong()).toString());
            case "STRING" -> new TextNode(text(random));
            case "BYTES", "RECORDS" -> new BinaryNode(bytes(random));
            default -> throw new IllegalArgumentException("the type " + name + " of " + type.getClass());
        };
    }

    static long number(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(3) - 1;
            case 1 -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
            case 2 -> random.nextInt(1000);
            default -> random.nextLong();
        };
    }

    static String text(Random random) {
        String alphabet = "abcXYZ019._-é日𝄞";
        int[] points = alphabet.codePoints().toArray();
        int length = random.nextInt(20) == 0 ? 150 : random.nextInt(9);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) text.appendCodePoint(points[random.nextInt(points.length)]);
        return text.toString();
    }

    static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(10) == 0 ? 300 : random.nextInt(12)];
        random.nextBytes(bytes);
        return bytes;
    }
}
