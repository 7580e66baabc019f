package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// Gaps between acknowledgements that are worth a line.
const gapMin = 200 * time.Millisecond

// stream writes the lines of files, numbered, over and over, at a rate that nothing slows down, until its input ends.
// A rate of 0 is as fast as it goes.
//
//	S UNIX_SECOND OFFERED ACKED     bytes that were offered and acknowledged in a second
//	G FROM_US TO_US                 nothing was acknowledged in between
//	E TEXT                          an error reached the application
//	DONE LINES BYTES HASH           all that was sent: lines, their bytes, and FNV-1a over them
func stream(arguments []string) error {
	if len(arguments) < 4 {
		return fmt.Errorf("usage: client stream BOOTSTRAP TOPIC BYTES_PER_SECOND FILE …")
	}
	bootstrap, topic := arguments[0], arguments[1]
	rate, err := strconv.Atoi(arguments[2])
	if err != nil {
		return err
	}
	var texts [][]byte
	for _, file := range arguments[3:] {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		texts = append(texts, bytes.Split(text, []byte("\n"))...)
	}
	buffered := 4_000_000
	if rate == 0 {
		buffered = 50_000
	}
	cl, err := client(bootstrap, append(tuned("patient"), kgo.DefaultProduceTopic(topic),
		kgo.RecordPartitioner(kgo.ManualPartitioner()), kgo.ProducerLinger(5*time.Millisecond),
		kgo.ProducerBatchMaxBytes(256<<10), kgo.MaxBufferedRecords(buffered),
		kgo.ProducerBatchCompression(kgo.NoCompression()))...)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	var mu sync.Mutex
	say := func(format string, arguments ...any) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(out, format+"\n", arguments...)
		out.Flush()
	}
	var offered, acked atomic.Int64
	lastAck := time.Now()
	delivered := func(r *kgo.Record, err error) {
		if err != nil {
			say("E producer: %v", err)
			return
		}
		// One goroutine calls back for one partition: nothing else touches the time of the last one.
		now := time.Now()
		if now.Sub(lastAck) > gapMin {
			say("G %d %d", lastAck.UnixMicro(), now.UnixMicro())
		}
		lastAck = now
		acked.Add(int64(len(r.Value)))
	}
	over := make(chan struct{})
	go func() {
		io.Copy(io.Discard, os.Stdin)
		close(over)
	}()
	go func() {
		var offeredBefore, ackedBefore int64
		for at := range time.Tick(time.Second) {
			o, a := offered.Load(), acked.Load()
			say("S %d %d %d", at.Unix(), o-offeredBefore, a-ackedBefore)
			offeredBefore, ackedBefore = o, a
		}
	}()
	hash, lines, sent := uint64(0xcbf29ce484222325), 0, 0
	begun := time.Now()
	for at, done := 0, false; !done; at++ {
		value := append(strconv.AppendInt(make([]byte, 0, 96), int64(lines), 10), ' ')
		value = append(value, bytes.TrimSuffix(texts[at%len(texts)], []byte("\r"))...)
		for _, b := range value {
			hash = (hash ^ uint64(b)) * 0x100000001b3
		}
		hash = (hash ^ '\n') * 0x100000001b3
		lines++
		sent += len(value) + 1
		offered.Add(int64(len(value)))
		cl.Produce(context.Background(), &kgo.Record{Value: value}, delivered)
		if lines%64 != 0 {
			continue
		}
		select {
		case <-over:
			done = true
		default:
		}
		if rate > 0 {
			ahead := time.Duration(float64(sent)/float64(rate)*1e9) - time.Since(begun)
			if ahead > time.Millisecond {
				time.Sleep(ahead)
			}
		}
	}
	ctx, cancel := limited(120)
	defer cancel()
	if err := cl.Flush(ctx); err != nil {
		say("E producer, at the end: %v", err)
	}
	cl.Close()
	say("DONE %d %d %016x", lines, sent, hash)
	return nil
}
