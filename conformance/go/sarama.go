package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/IBM/sarama"
)

// rideSarama is ride over another library.
func rideSarama(arguments []string) error {
	if len(arguments) < 4 {
		return fmt.Errorf("usage: client ride-sarama BOOTSTRAP TOPIC PACE_US patient|default")
	}
	bootstrap, topic, patient := strings.Split(arguments[0], ","), arguments[1], arguments[3] == "patient"
	pace, err := strconv.Atoi(arguments[2])
	if err != nil {
		return err
	}
	config := sarama.NewConfig()
	config.Version = sarama.V3_6_0_0
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Idempotent = true
	config.Net.MaxOpenRequests = 1
	config.Producer.Return.Successes = true
	config.Producer.Partitioner = sarama.NewManualPartitioner
	config.Consumer.Offsets.Initial = sarama.OffsetOldest
	// As by default, connections that end are not told: the library dials again by itself. What Consume returns is.
	config.Consumer.Return.Errors = false
	if patient {
		// It makes room for every retry at once: enough for several minutes.
		config.Producer.Retry.Max = 10_000
		config.Producer.Retry.Backoff = 20 * time.Millisecond
		config.Metadata.Retry.Max = 1000
		config.Metadata.Retry.Backoff = 20 * time.Millisecond
		config.Net.DialTimeout = time.Second
		config.Net.ReadTimeout = 6 * time.Second
		config.Net.WriteTimeout = 6 * time.Second
		config.Consumer.Retry.Backoff = 20 * time.Millisecond
		config.Consumer.Group.Rebalance.Retry.Max = 1000
		config.Consumer.Group.Rebalance.Retry.Backoff = 50 * time.Millisecond
	}
	producer, err := sarama.NewAsyncProducer(bootstrap, config)
	if err != nil {
		return err
	}
	out := newLines()
	var acked, read atomic.Int64
	answered := make(chan struct{}, 2)
	go func() {
		for message := range producer.Successes() {
			acked.Add(1)
			at := message.Metadata.(time.Time)
			value, _ := message.Value.Encode()
			out.say("A %s %d %d %d", value, message.Offset, at.UnixMicro(), time.Now().UnixMicro())
		}
		answered <- struct{}{}
	}()
	go func() {
		for failed := range producer.Errors() {
			value, _ := failed.Msg.Value.Encode()
			out.say("E producer, record %s: %v", value, failed.Err)
		}
		answered <- struct{}{}
	}()
	group, err := sarama.NewConsumerGroup(bootstrap, topic+"-riders", config)
	if err != nil {
		return err
	}
	ctx, stopReading := context.WithCancel(context.Background())
	defer stopReading()
	go func() {
		for failed := range group.Errors() {
			out.say("E consumer: %v", failed)
		}
	}()
	readEnd := make(chan struct{})
	go func() {
		defer close(readEnd)
		for ctx.Err() == nil {
			// As the documentation says, Consume is called again when a session ends; an error that it returns is the
			// application's to see.
			if err := group.Consume(ctx, []string{topic}, saramaReader{out, &read}); err != nil && ctx.Err() == nil {
				out.say("E consumer: %v", err)
				time.Sleep(50 * time.Millisecond)
			}
		}
	}()
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
			producer.Input() <- &sarama.ProducerMessage{Topic: topic, Partition: 0, Metadata: time.Now(),
				Value: sarama.StringEncoder(strconv.Itoa(sent))}
			sent++
		}
	}
	producer.AsyncClose()
	<-answered
	<-answered
	for end := time.Now().Add(30 * time.Second); read.Load() < acked.Load() && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
	stopReading()
	<-readEnd
	group.Close()
	out.say("DONE %d %d %d", sent, acked.Load(), read.Load())
	out.close()
	return nil
}

type saramaReader struct {
	out  *lines
	read *atomic.Int64
}

func (saramaReader) Setup(sarama.ConsumerGroupSession) error   { return nil }
func (saramaReader) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (r saramaReader) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for {
		select {
		case message, open := <-claim.Messages():
			if !open {
				return nil
			}
			r.read.Add(1)
			r.out.say("R %s", message.Value)
			session.MarkMessage(message, "")
		case <-session.Context().Done():
			return nil
		}
	}
}
