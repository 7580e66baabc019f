package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// tuned makes the client try again for ever. An eager one notices a fault as fast as it can and takes a busy broker for a dead
// one: it has the shortest limits that it takes, and one request at a time, for whatever waits for a broker that is gone waits
// for one connection after the other, and the question who leads now may be behind them. A patient one leaves brokers three
// seconds.
func tuned(settings string) []kgo.Opt {
	if settings == "default" {
		return nil
	}
	options := []kgo.Opt{
		kgo.RetryBackoffFn(func(int) time.Duration { return 5 * time.Millisecond }),
		kgo.MetadataMinAge(10 * time.Millisecond),
		kgo.RequestRetries(math.MaxInt32),
		kgo.RecordRetries(math.MaxInt32),
		kgo.UnknownTopicRetries(-1),
	}
	if settings == "eager" {
		return append(options, kgo.DialTimeout(50*time.Millisecond), kgo.ProduceRequestTimeout(100*time.Millisecond),
			kgo.RequestTimeoutOverhead(100*time.Millisecond), kgo.MetadataMaxAge(100*time.Millisecond),
			kgo.MaxProduceRequestsInflightPerBroker(1))
	}
	return append(options, kgo.DialTimeout(time.Second), kgo.ProduceRequestTimeout(3*time.Second),
		kgo.RequestTimeoutOverhead(time.Second))
}

// lines writes whole lines, at the latest a tenth of a second after they were made.
type lines struct {
	mu  sync.Mutex
	out *bufio.Writer
}

func newLines() *lines {
	l := &lines{out: bufio.NewWriterSize(os.Stdout, 1<<16)}
	go func() {
		for range time.Tick(100 * time.Millisecond) {
			l.mu.Lock()
			l.out.Flush()
			l.mu.Unlock()
		}
	}()
	return l
}

func (l *lines) say(format string, arguments ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintf(l.out, format+"\n", arguments...)
}

func (l *lines) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.out.Flush()
}

// ride writes a record to partition 0 at a steady pace until its input ends, and reads them back beside that where it is told to.
//
//	A SEQ OFFSET SENT_US ACKED_US    a record was acknowledged
//	R SEQ                            a record was read
//	E TEXT                           an error reached the application
//	DONE SENT ACKED READ             the end
func ride(arguments []string) error {
	if len(arguments) < 5 {
		return fmt.Errorf("usage: client ride BOOTSTRAP TOPIC PACE_US eager|patient|default consume|produce [all|1|0]")
	}
	bootstrap, topic, settings, consume := arguments[0], arguments[1], arguments[3], arguments[4] == "consume"
	pace, err := strconv.Atoi(arguments[2])
	if err != nil {
		return err
	}
	options := []kgo.Opt{kgo.DefaultProduceTopic(topic), kgo.RecordPartitioner(kgo.ManualPartitioner()), kgo.ProducerLinger(0)}
	options = append(options, tuned(settings)...)
	if len(arguments) > 5 && arguments[5] != "all" {
		acks := kgo.LeaderAck()
		if arguments[5] == "0" {
			acks = kgo.NoAck()
		}
		options = append(options, kgo.RequiredAcks(acks), kgo.DisableIdempotentWrite())
	}
	cl, err := client(bootstrap, options...)
	if err != nil {
		return err
	}
	out := newLines()
	var acked, read int
	var mu sync.Mutex
	stop, stopReading := context.WithCancel(context.Background())
	defer stopReading()
	readEnd := make(chan struct{})
	if consume {
		readOptions := []kgo.Opt{kgo.ConsumeTopics(topic), kgo.ConsumerGroup(topic + "-riders"),
			kgo.ConsumeResetOffset(kgo.NewOffset().AtStart())}
		readOptions = append(readOptions, tuned(settings)...)
		reader, err := client(bootstrap, readOptions...)
		if err != nil {
			return err
		}
		go func() {
			defer close(readEnd)
			defer reader.Close()
			for stop.Err() == nil {
				fetches := reader.PollFetches(stop)
				fetches.EachError(func(_ string, partition int32, err error) {
					if stop.Err() == nil {
						out.say("E consumer, partition %d: %v", partition, err)
					}
				})
				fetches.EachRecord(func(r *kgo.Record) {
					out.say("R %s", r.Value)
					mu.Lock()
					read++
					mu.Unlock()
				})
			}
		}()
	} else {
		close(readEnd)
	}
	over := make(chan struct{})
	go func() {
		io.Copy(io.Discard, os.Stdin)
		close(over)
	}()
	ticker := time.NewTicker(time.Duration(pace) * time.Microsecond)
	sent := 0
	for done := false; !done; {
		select {
		case <-over:
			done = true
		case <-ticker.C:
			seq, at := sent, time.Now()
			sent++
			cl.Produce(context.Background(), &kgo.Record{Value: []byte(strconv.Itoa(seq))}, func(r *kgo.Record, err error) {
				if err != nil {
					out.say("E producer, record %d: %v", seq, err)
					return
				}
				out.say("A %d %d %d %d", seq, r.Offset, at.UnixMicro(), time.Now().UnixMicro())
				mu.Lock()
				acked++
				mu.Unlock()
			})
		}
	}
	ctx, cancel := limited(60)
	defer cancel()
	if err := cl.Flush(ctx); err != nil {
		out.say("E producer, at the end: %v", err)
	}
	for end := time.Now().Add(30 * time.Second); consume && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		mu.Lock()
		all := read >= acked
		mu.Unlock()
		if all {
			break
		}
	}
	stopReading()
	<-readEnd
	cl.Close()
	out.say("DONE %d %d %d", sent, acked, read)
	out.close()
	return nil
}

// touch writes a record with acks=all to some random partitions of every topic.
func touch(bootstrap, prefix string, arguments []string) error {
	var numbers [3]int
	for at := range numbers {
		if at >= len(arguments) {
			return fmt.Errorf("usage: client touch BOOTSTRAP PREFIX TOPICS PARTITIONS COUNT")
		}
		number, err := strconv.Atoi(arguments[at])
		if err != nil {
			return err
		}
		numbers[at] = number
	}
	topics, partitions, count := numbers[0], numbers[1], numbers[2]
	options := append(tuned("eager"), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	cl, err := client(bootstrap, options...)
	if err != nil {
		return err
	}
	defer cl.Close()
	var records []*kgo.Record
	for topic := range topics {
		for range count {
			records = append(records, &kgo.Record{Topic: fmt.Sprintf("%s-%d", prefix, topic),
				Partition: int32(rand.IntN(partitions)), Value: []byte("touched")})
		}
	}
	ctx, cancel := limited(60)
	defer cancel()
	return cl.ProduceSync(ctx, records...).FirstErr()
}
