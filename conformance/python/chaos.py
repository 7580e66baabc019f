"""Writes at a rate that nothing slows down and reads all of it back until its input ends, over librdkafka (confluent-kafka), and
leaves a history of both.

    chaos.py BOOTSTRAP TOPIC RECORDS_PER_SECOND BYTES PRODUCER PARTITIONS HISTORY

A rate of 0 is as fast as it goes. The lines of the history are those of the room `history`.
"""

import sys
import threading
import time

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, Producer, TopicPartition

from ride import PATIENT, PATIENT_CONSUMER


def main():
    bootstrap, topic, rate, size, number, partitions, path = sys.argv[1:8]
    rate, size, partitions = int(rate), int(size), int(partitions)
    over, stop_reading = threading.Event(), threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    history, one_at_a_time = open(path, "w", buffering=1 << 20), threading.Lock()

    def say(line):
        with one_at_a_time:
            history.write(line)

    now = time.monotonic_ns

    def head(at, client, op):
        return f'{{"at":{at},"client":"{client}","op":{op}'

    def read():
        consumer = Consumer(
            {
                **PATIENT_CONSUMER,
                "bootstrap.servers": bootstrap,
                "group.id": "nobody",
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
                "fetch.wait.max.ms": 100,
            }
        )
        consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in range(partitions)])
        op = 0
        while not stop_reading.is_set():
            began, came = now(), {}
            for message in consumer.consume(1000, 0.05):
                if message.error():
                    if message.error().code() != KafkaError._PARTITION_EOF:
                        print(f"consumer: {message.error()}", file=sys.stderr)
                    continue
                producer, seq, _ = message.value().split(b",", 2)
                came.setdefault(message.partition(), []).append(f"[{message.offset()},[{producer.decode()},{seq.decode()}]]")
            for partition, records in came.items():
                op += 1
                poll = f'{{"poll":{{"topic":"{topic}","partition":{partition},"offset":null,"last":false}}}}'
                polled = f'{{"polled":{{"records":[{",".join(records)}],"high_watermark":-1,"log_start":-1}}}}'
                say(
                    f'{head(began, "librdkafka-reader", op)},"invoke":{poll}}}\n{head(now(), "librdkafka-reader", op)},"ok":{polled}}}\n'
                )
        consumer.close()

    reader = threading.Thread(target=read)
    reader.start()
    # What is offered while nobody takes it has to wait somewhere; as fast as it goes, it may not.
    limits = {"queue.buffering.max.messages": 20_000 if rate == 0 else 2_000_000, "queue.buffering.max.kbytes": 512_000}
    # The load has five seconds to come back, and a leader that is cut off is missed after three.
    limits |= {"socket.timeout.ms": 3000, "socket.connection.setup.timeout.ms": 1000}
    producer = Producer({**PATIENT, **limits, "bootstrap.servers": bootstrap, "enable.idempotence": True, "acks": "all"})
    client, padding = f"librdkafka-{number}", b"." * size

    def send(seq):
        partition = seq % partitions

        def delivered(error, message):
            if error is None:
                say(f'{head(now(), client, seq)},"ok":{{"sent":{{"base_offset":{message.offset()}}}}}}}\n')
            else:
                say(f'{head(now(), client, seq)},"info":"{error.name()}"}}\n')

        value = (f"{number},{seq},".encode() + padding)[:size]
        at = now()
        while True:
            try:
                producer.produce(topic, value=value, partition=partition, on_delivery=delivered)
                break
            except BufferError:
                producer.poll(0.01)
        say(
            f'{head(at, client, seq)},"invoke":{{"send":{{"topic":"{topic}","partition":{partition},"acks":-1,"idempotent":true,'
            f'"producer":{number},"first":{seq},"count":1}}}}}}\n'
        )
        # Deliveries are told from within this; it is cheap, and the pace needs them told in time.
        producer.poll(0)

    begun, sent = time.monotonic(), 0
    while not over.is_set():
        due = sent + 1 if rate == 0 else int((time.monotonic() - begun) * rate)
        while sent < due:
            sent += 1
            send(sent)
        if rate > 0:
            producer.poll(0)
            time.sleep(0.002)
    producer.flush(60)
    stop_reading.set()
    reader.join()
    history.close()


main()
