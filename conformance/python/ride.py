"""A rider over librdkafka (confluent-kafka): writes to partition 0 at a steady pace until its input ends, and reads it back.

    ride.py BOOTSTRAP TOPIC PACE_US patient|default

Prints `A SEQ OFFSET SENT_US ACKED_US`, `R SEQ`, `E TEXT` and `DONE SENT ACKED READ`.
"""

import sys
import threading
import time

from confluent_kafka import Consumer, KafkaError, Producer

PATIENT = {
    "retries": 2147483647,
    "message.timeout.ms": 0,
    "retry.backoff.ms": 20,
    "retry.backoff.max.ms": 200,
    "reconnect.backoff.ms": 20,
    "reconnect.backoff.max.ms": 200,
    "socket.timeout.ms": 6000,
    "topic.metadata.refresh.fast.interval.ms": 50,
}
PATIENT_CONSUMER = {
    "reconnect.backoff.ms": 20,
    "reconnect.backoff.max.ms": 200,
    "socket.timeout.ms": 6000,
}

say_lock = threading.Lock()


def say(line):
    with say_lock:
        sys.stdout.write(line + "\n")


def now_us():
    return time.time_ns() // 1000


def main():
    bootstrap, topic, pace_us, settings = sys.argv[1:5]
    pace = int(pace_us) / 1e6
    patient = settings == "patient"
    over, acked, read = threading.Event(), [0], [0]
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    base = {"bootstrap.servers": bootstrap}
    producer = Producer({**base, "enable.idempotence": True, "acks": "all", **(PATIENT if patient else {})})
    stop_reading = threading.Event()

    def consume():
        consumer = Consumer(
            {**base, "group.id": topic + "-riders", "auto.offset.reset": "earliest", **(PATIENT_CONSUMER if patient else {})}
        )
        consumer.subscribe([topic])
        while not stop_reading.is_set():
            message = consumer.poll(0.1)
            if message is None:
                continue
            if message.error():
                if message.error().code() != KafkaError._PARTITION_EOF:
                    say(f"E consumer: {message.error()}")
                continue
            read[0] += 1
            say(f"R {message.value().decode()}")
        consumer.close()

    reader = threading.Thread(target=consume)
    reader.start()
    sent = 0
    due = time.monotonic()
    while not over.is_set():
        seq, at = sent, now_us()

        def delivered(error, message, seq=seq, at=at):
            if error is not None:
                say(f"E producer, record {seq}: {error}")
                return
            acked[0] += 1
            say(f"A {seq} {message.offset()} {at} {now_us()}")

        try:
            producer.produce(topic, value=str(seq), partition=0, on_delivery=delivered)
            sent += 1
        except BufferError:
            pass  # The queue is full: the record is offered again, as the documentation says.
        producer.poll(0)
        due += pace
        time.sleep(max(0.0, due - time.monotonic()))
        sys.stdout.flush()
    producer.flush(60)
    end = time.monotonic() + 30
    while read[0] < acked[0] and time.monotonic() < end:
        time.sleep(0.02)
    stop_reading.set()
    reader.join()
    say(f"DONE {sent} {acked[0]} {read[0]}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
