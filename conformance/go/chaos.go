package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	"unsafe"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// monotonic reads the clock that all programs of this machine share and nobody sets.
func monotonic() int64 {
	var now syscall.Timespec
	const clockMonotonic = 1
	syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clockMonotonic, uintptr(unsafe.Pointer(&now)), 0)
	return now.Nano()
}

// history writes lines that the room `history` reads: what a client asked for, and what came of it.
type history struct {
	*lines
	file *os.File
}

func newHistory(path string) (*history, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	h := &history{lines: &lines{out: bufio.NewWriterSize(file, 1<<20)}, file: file}
	return h, nil
}

func (h *history) invoke(at int64, client string, op int64, what string) {
	h.say(`{"at":%d,"client":"%s","op":%d,"invoke":%s}`, at, client, op, what)
}

func (h *history) ok(client string, op int64, what string) {
	h.say(`{"at":%d,"client":"%s","op":%d,"ok":%s}`, monotonic(), client, op, what)
}

// info says that nobody knows whether it was done.
func (h *history) info(client string, op int64, why error) {
	h.say(`{"at":%d,"client":"%s","op":%d,"info":%s}`, monotonic(), client, op, strconv.Quote(why.Error()))
}

func (h *history) end() {
	h.close()
	h.file.Close()
}

// polled notes what one poll brought of each partition. The base is the first of its operations' numbers that is free.
func (h *history) polled(client string, base *int64, began int64, fetches kgo.Fetches, last map[int32]int64) {
	fetches.EachPartition(func(part kgo.FetchTopicPartition) {
		if len(part.Records) == 0 {
			return
		}
		*base++
		offset := "null"
		if last != nil {
			offset = strconv.FormatInt(last[part.Partition], 10)
		}
		h.invoke(began, client, *base, fmt.Sprintf(`{"poll":{"topic":"%s","partition":%d,"offset":%s,"last":%t}}`,
			part.Topic, part.Partition, offset, last != nil))
		var records strings.Builder
		for at, record := range part.Records {
			if at > 0 {
				records.WriteByte(',')
			}
			fields := strings.SplitN(string(record.Value), ",", 3)
			fmt.Fprintf(&records, "[%d,[%s,%s]]", record.Offset, fields[0], fields[1])
		}
		h.ok(client, *base, fmt.Sprintf(`{"polled":{"records":[%s],"high_watermark":%d,"log_start":%d}}`,
			records.String(), part.HighWatermark, part.LogStartOffset))
	})
}

// chaos writes at a rate that nothing slows down, and reads all of it back, until its input ends. A rate of 0 is as fast as it
// goes. Its history says acks=all whatever the broker is asked for: a check of the checker asks for less.
func chaos(arguments []string) error {
	if len(arguments) < 7 {
		return fmt.Errorf("usage: client chaos BOOTSTRAP TOPIC RECORDS_PER_SECOND BYTES PRODUCER PARTITIONS HISTORY [1]")
	}
	topic := arguments[1]
	var numbers [4]int
	for at := range numbers {
		number, err := strconv.Atoi(arguments[at+2])
		if err != nil {
			return err
		}
		numbers[at] = number
	}
	rate, producer := numbers[0], numbers[2]
	buffered := 1 << 20
	if rate == 0 {
		buffered = 10_000
	}
	options := append(tuned("patient"), kgo.DefaultProduceTopic(topic), kgo.RecordPartitioner(kgo.ManualPartitioner()),
		kgo.ProducerLinger(5*time.Millisecond), kgo.MaxBufferedRecords(buffered))
	if len(arguments) > 7 {
		options = append(options, kgo.RequiredAcks(kgo.LeaderAck()), kgo.DisableIdempotentWrite())
	}
	cl, err := client(arguments[0], options...)
	if err != nil {
		return err
	}
	h, err := newHistory(arguments[6])
	if err != nil {
		return err
	}
	over := inputEnd()
	reading, stopReading := context.WithCancel(context.Background())
	defer stopReading()
	read, err := readAll(reading, h, fmt.Sprintf("franz-go-reader-%d", producer), arguments[0], topic, numbers[3])
	if err != nil {
		return err
	}
	w := writer{h: h, cl: cl, topic: topic, producer: producer, partitions: numbers[3], bytes: numbers[1]}
	begun := time.Now()
	for done := false; !done; {
		select {
		case <-over:
			done = true
		default:
			if rate == 0 {
				w.send()
				continue
			}
			for due := int64(time.Since(begun).Seconds() * float64(rate)); w.sent < due; {
				w.send()
			}
			time.Sleep(2 * time.Millisecond)
		}
	}
	ctx, cancel := limited(60)
	defer cancel()
	cl.Flush(ctx)
	stopReading()
	<-read
	cl.Close()
	h.end()
	return nil
}

// inputEnd is closed when there is nothing more to read.
func inputEnd() <-chan struct{} {
	over := make(chan struct{})
	go func() {
		io.Copy(io.Discard, os.Stdin)
		close(over)
	}()
	return over
}

type writer struct {
	h                           *history
	cl                          *kgo.Client
	topic                       string
	producer, partitions, bytes int
	sent                        int64
}

func (w *writer) send() {
	w.sent++
	seq, partition, name := w.sent, int32(w.sent)%int32(w.partitions), fmt.Sprintf("franz-go-%d", w.producer)
	value := make([]byte, w.bytes)
	copy(value, fmt.Sprintf("%d,%d,", w.producer, seq))
	w.h.invoke(monotonic(), name, seq, fmt.Sprintf(
		`{"send":{"topic":"%s","partition":%d,"acks":-1,"idempotent":true,"producer":%d,"first":%d,"count":1}}`,
		w.topic, partition, w.producer, seq))
	w.cl.Produce(context.Background(), &kgo.Record{Partition: partition, Value: value}, func(r *kgo.Record, err error) {
		if err != nil {
			w.h.info(name, seq, err)
			return
		}
		w.h.ok(name, seq, fmt.Sprintf(`{"sent":{"base_offset":%d}}`, r.Offset))
	})
}

func fromStart(topic string, partitions int) kgo.Opt {
	all := map[int32]kgo.Offset{}
	for partition := range int32(partitions) {
		all[partition] = kgo.NewOffset().AtStart()
	}
	return kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{topic: all})
}

// readAll reads all partitions from their start until it is stopped.
func readAll(stop context.Context, h *history, name, bootstrap, topic string, partitions int) (<-chan struct{}, error) {
	cl, err := client(bootstrap, append(tuned("patient"), fromStart(topic, partitions))...)
	if err != nil {
		return nil, err
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		defer cl.Close()
		var op int64
		for stop.Err() == nil {
			began := monotonic()
			h.polled(name, &op, began, cl.PollFetches(stop), nil)
		}
	}()
	return over, nil
}

// chaosLast reads every partition once from its start to where it ends now.
func chaosLast(arguments []string) error {
	if len(arguments) < 4 {
		return fmt.Errorf("usage: client chaos-last BOOTSTRAP TOPIC PARTITIONS HISTORY")
	}
	topic := arguments[1]
	partitions, err := strconv.Atoi(arguments[2])
	if err != nil {
		return err
	}
	cl, err := client(arguments[0], append(tuned("patient"), fromStart(topic, partitions))...)
	if err != nil {
		return err
	}
	defer cl.Close()
	h, err := newHistory(arguments[3])
	if err != nil {
		return err
	}
	ctx, cancel := limited(120)
	defer cancel()
	ends, err := endsOf(ctx, cl, topic, partitions)
	if err != nil {
		return err
	}
	positions := map[int32]int64{}
	var op int64
	for {
		left := 0
		for partition, end := range ends {
			if positions[partition] < end {
				left++
			}
		}
		if left == 0 {
			break
		}
		began := monotonic()
		fetches := cl.PollFetches(ctx)
		if ctx.Err() != nil {
			return fmt.Errorf("%d partitions are not read to their ends %v: at %v", left, ends, positions)
		}
		h.polled("last", &op, began, fetches, positions)
		fetches.EachRecord(func(r *kgo.Record) { positions[r.Partition] = r.Offset + 1 })
	}
	h.end()
	return nil
}

// endsOf asks where consumers find the ends of all partitions.
func endsOf(ctx context.Context, cl *kgo.Client, topic string, partitions int) (map[int32]int64, error) {
	request := kmsg.NewPtrListOffsetsRequest()
	asked := kmsg.NewListOffsetsRequestTopic()
	asked.Topic = topic
	for partition := range int32(partitions) {
		one := kmsg.NewListOffsetsRequestTopicPartition()
		one.Partition, one.Timestamp = partition, -1
		asked.Partitions = append(asked.Partitions, one)
	}
	request.Topics = append(request.Topics, asked)
	ends := map[int32]int64{}
	for len(ends) < partitions {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("the ends of only %d partitions are known", len(ends))
		}
		for _, shard := range cl.RequestSharded(ctx, request) {
			if shard.Err != nil {
				continue
			}
			for _, found := range shard.Resp.(*kmsg.ListOffsetsResponse).Topics {
				for _, partition := range found.Partitions {
					if partition.ErrorCode == 0 {
						ends[partition.Partition] = partition.Offset
					}
				}
			}
		}
	}
	return ends, nil
}

// groupMember is one of a group, which says what it owns, reads and commits.
type groupMember struct {
	mu        sync.Mutex
	h         *history
	cl        *kgo.Client
	topic     string
	group     string
	name      string
	lives     int
	op        int64
	positions map[int32]int64
	assigned  int64
}

// as is its name since it owns what it owns: its position begins anew with each.
func (m *groupMember) as() string { return fmt.Sprintf("%s/%d", m.name, m.lives) }

func (m *groupMember) next() int64 { m.op++; return m.op }

// joined notes what it owns in a generation.
func (m *groupMember) joined(_ context.Context, cl *kgo.Client, assigned map[string][]int32) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lives++
	m.positions = map[int32]int64{}
	id, generation := cl.GroupMetadata()
	var owned []string
	for _, partition := range assigned[m.topic] {
		owned = append(owned, fmt.Sprintf(`["%s",%d]`, m.topic, partition))
	}
	op := m.next()
	m.assigned = monotonic()
	m.h.invoke(m.assigned, m.as(), op, fmt.Sprintf(`{"join":{"group":"%s"}}`, m.group))
	m.h.ok(m.as(), op, fmt.Sprintf(`{"joined":{"generation":%d,"member":"%s","owned":[%s]}}`, generation, id, strings.Join(owned, ",")))
}

func (m *groupMember) forget(context.Context, *kgo.Client, map[string][]int32) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.positions = map[int32]int64{}
}

// committed notes what the group had committed when it took over.
func (m *groupMember) committed(_ context.Context, offsets map[string]map[int32]kgo.Offset) (map[string]map[int32]kgo.Offset, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for partition, offset := range offsets[m.topic] {
		op, at := m.next(), max(offset.EpochOffset().Offset, -1)
		m.h.invoke(m.assigned, m.as(), op, fmt.Sprintf(`{"committed":{"group":"%s","topic":"%s","partition":%d}}`, m.group, m.topic, partition))
		m.h.ok(m.as(), op, fmt.Sprintf(`{"offset":{"offset":%d}}`, at))
	}
	return offsets, nil
}

func (m *groupMember) read(stop context.Context) {
	next := time.Now()
	for stop.Err() == nil {
		ctx, cancel := context.WithTimeout(stop, 200*time.Millisecond)
		began := monotonic()
		fetches := m.cl.PollFetches(ctx)
		cancel()
		m.mu.Lock()
		m.h.polled(m.as(), &m.op, began, fetches, nil)
		fetches.EachRecord(func(r *kgo.Record) { m.positions[r.Partition] = r.Offset + 1 })
		m.mu.Unlock()
		if time.Now().After(next) {
			m.commit(stop)
			next = time.Now().Add(500 * time.Millisecond)
		}
		m.cl.AllowRebalance()
	}
}

func (m *groupMember) commit(stop context.Context) {
	m.mu.Lock()
	offsets, ops, name := map[int32]kgo.EpochOffset{}, map[int32]int64{}, m.as()
	for partition, position := range m.positions {
		offsets[partition] = kgo.EpochOffset{Epoch: -1, Offset: position}
		ops[partition] = m.next()
		m.h.invoke(monotonic(), name, ops[partition], fmt.Sprintf(
			`{"commit":{"group":"%s","topic":"%s","partition":%d,"offset":%d}}`, m.group, m.topic, partition, position))
	}
	m.mu.Unlock()
	if len(offsets) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(stop, 3*time.Second)
	defer cancel()
	m.cl.CommitOffsetsSync(ctx, map[string]map[int32]kgo.EpochOffset{m.topic: offsets},
		func(_ *kgo.Client, _ *kmsg.OffsetCommitRequest, answer *kmsg.OffsetCommitResponse, err error) {
			if err != nil || answer == nil {
				return
			}
			for _, topic := range answer.Topics {
				for _, partition := range topic.Partitions {
					if partition.ErrorCode == 0 {
						m.h.ok(name, ops[partition.Partition], `"committed"`)
					}
				}
			}
		})
}

// chaosGroup is two members of a group until its input ends.
func chaosGroup(arguments []string) error {
	if len(arguments) < 4 {
		return fmt.Errorf("usage: client chaos-group BOOTSTRAP TOPIC GROUP HISTORY")
	}
	h, err := newHistory(arguments[3])
	if err != nil {
		return err
	}
	over := inputEnd()
	stop, end := context.WithCancel(context.Background())
	defer end()
	var running sync.WaitGroup
	for number := range 2 {
		m := &groupMember{h: h, topic: arguments[1], group: arguments[2], name: fmt.Sprintf("member-%d", number), positions: map[int32]int64{}}
		m.cl, err = client(arguments[0], append(tuned("patient"), kgo.ConsumeTopics(m.topic), kgo.ConsumerGroup(m.group),
			kgo.Balancers(kgo.RangeBalancer()), kgo.DisableAutoCommit(), kgo.BlockRebalanceOnPoll(), kgo.SessionTimeout(6*time.Second),
			kgo.HeartbeatInterval(500*time.Millisecond), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
			kgo.OnPartitionsAssigned(m.joined), kgo.OnPartitionsRevoked(m.forget), kgo.OnPartitionsLost(m.forget),
			kgo.AdjustFetchOffsetsFn(m.committed))...)
		if err != nil {
			return err
		}
		running.Add(1)
		go func() {
			defer running.Done()
			m.read(stop)
			m.cl.CloseAllowingRebalance()
		}()
	}
	<-over
	end()
	running.Wait()
	h.end()
	return nil
}
