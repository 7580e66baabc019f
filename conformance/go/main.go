// A client over franz-go: reads a topic for the real-data run, or runs checks against a broker.
//
//	client consume BOOTSTRAP TOPIC COUNT     prints the values of a one-partition topic, in order
//	client crash BOOTSTRAP TOPIC GROUP [sync|async|early]
//	                                         reads some, commits part of it, prints what it read, and dies
//	client drain BOOTSTRAP TOPIC GROUP US    is a member that takes so many microseconds for a record
//	client checks BOOTSTRAP PREFIX           prints PASS or FAIL for each check
//	client touch BOOTSTRAP PREFIX TOPICS PARTITIONS COUNT
//	                                         writes a record to COUNT random partitions of each topic PREFIX-N
//	client ride BOOTSTRAP TOPIC PACE_US eager|patient|default consume|produce
//	                                         writes at a steady pace over whatever happens, and prints what became of it
//	client ride-sarama BOOTSTRAP TOPIC PACE_US patient|default
//	                                         the same over sarama
//	client stream BOOTSTRAP TOPIC BYTES_PER_SECOND FILE …
//	                                         writes the numbered lines of files at a rate that nothing slows down
//	client chaos BOOTSTRAP TOPIC RECORDS_PER_SECOND BYTES PRODUCER PARTITIONS HISTORY [1]
//	                                         writes at a rate that nothing slows down, reads, and leaves a history
//	client chaos-group BOOTSTRAP TOPIC GROUP HISTORY
//	                                         two members of a group that read and commit, and leave a history
//	client chaos-last BOOTSTRAP TOPIC PARTITIONS HISTORY
//	                                         reads all there is once, and leaves a history
//	client smoke BOOTSTRAP PREFIX            the few of them that every change must pass
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

func main() {
	if len(os.Args) < 4 {
		fmt.Fprintln(os.Stderr, "usage: client consume|crash|drain|touch|ride|checks BOOTSTRAP TOPIC|PREFIX [COUNT|GROUP]")
		os.Exit(2)
	}
	bootstrap, name := os.Args[2], os.Args[3]
	var err error
	switch os.Args[1] {
	case "consume":
		var count int
		if count, err = strconv.Atoi(os.Args[4]); err == nil {
			err = consumeAll(bootstrap, name, count)
		}
	case "crash":
		how := "sync"
		if len(os.Args) > 5 {
			how = os.Args[5]
		}
		crash(bootstrap, name, os.Args[4], how)
	case "drain":
		err = drain(bootstrap, name, os.Args[4], os.Args[5])
	case "touch":
		err = touch(bootstrap, name, os.Args[4:])
	case "ride":
		err = ride(os.Args[2:])
	case "stream":
		err = stream(os.Args[2:])
	case "chaos":
		err = chaos(os.Args[2:])
	case "chaos-last":
		err = chaosLast(os.Args[2:])
	case "chaos-group":
		err = chaosGroup(os.Args[2:])
	case "ride-sarama":
		err = rideSarama(os.Args[2:])
	case "checks":
		checks(bootstrap, name, false)
	case "smoke":
		checks(bootstrap, name, true)
	default:
		err = fmt.Errorf("unknown command %q", os.Args[1])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func client(bootstrap string, options ...kgo.Opt) (*kgo.Client, error) {
	return kgo.NewClient(append(options, kgo.SeedBrokers(strings.Split(bootstrap, ",")...))...)
}

func limited(seconds int) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), time.Duration(seconds)*time.Second)
}

func consumeAll(bootstrap, topic string, count int) error {
	cl, err := client(bootstrap, kgo.ConsumeTopics(topic), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	if err != nil {
		return err
	}
	defer cl.Close()
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	defer out.Flush()
	for read := 0; read < count; {
		ctx, cancel := limited(60)
		fetches := cl.PollFetches(ctx)
		cancel()
		if err := fetches.Err(); err != nil {
			return err
		}
		fetches.EachRecord(func(r *kgo.Record) {
			out.Write(r.Value)
			out.WriteByte('\n')
			read++
		})
	}
	return nil
}

// crash reads at least 200 records, commits what it read so far, reads on, and ends without a word to the broker.
// Committed early, it is all that it read that is committed, as if it were handled.
func crash(bootstrap, topic, group, how string) {
	cl, err := client(bootstrap, kgo.ConsumeTopics(topic), kgo.ConsumerGroup(group), kgo.Balancers(kgo.RangeBalancer()), kgo.DisableAutoCommit(),
		kgo.SessionTimeout(6*time.Second), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	ctx, cancel := limited(40)
	defer cancel()
	must := func(err error) {
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
	}
	read, committed := 0, false
	for read < 400 {
		fetches := cl.PollRecords(ctx, 100)
		must(fetches.Err())
		fetches.EachRecord(func(r *kgo.Record) {
			fmt.Println(string(r.Value))
			read++
		})
		if committed || read < 200 {
			continue
		}
		committed = true
		if how == "async" {
			cl.CommitOffsets(ctx, cl.UncommittedOffsets(), nil)
		} else {
			must(cl.CommitUncommittedOffsets(ctx))
		}
	}
	if how == "early" {
		must(cl.CommitUncommittedOffsets(ctx))
	}
	os.Exit(137)
}

// drain handles records slowly until its input ends, and says how many it has handled.
func drain(bootstrap, topic, group, microseconds string) error {
	each, err := strconv.Atoi(microseconds)
	if err != nil {
		return err
	}
	cl, err := client(bootstrap, kgo.ConsumeTopics(topic), kgo.ConsumerGroup(group), kgo.SessionTimeout(6*time.Second),
		kgo.MetadataMinAge(100*time.Millisecond), kgo.MetadataMaxAge(time.Second), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	if err != nil {
		return err
	}
	defer cl.Close()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go func() {
		io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	for handled := 0; ctx.Err() == nil; {
		count := cl.PollRecords(ctx, 50).NumRecords()
		time.Sleep(time.Duration(count*each) * time.Microsecond)
		handled += count
		fmt.Println("C", handled)
	}
	return nil
}

type check struct {
	name string
	run  func(ctx context.Context, bootstrap, topic string) error
}

func checks(bootstrap, prefix string, smoke bool) {
	all := []check{
		{"produce and consume, no compression", roundTrip(kgo.NoCompression())},
		{"produce and consume, gzip", roundTrip(kgo.GzipCompression())},
		{"produce and consume, snappy", roundTrip(kgo.SnappyCompression())},
		{"produce and consume, lz4", roundTrip(kgo.Lz4Compression())},
		{"produce and consume, zstd", roundTrip(kgo.ZstdCompression())},
		{"produce with acks=1 and acks=0", otherAcks},
		{"headers, keys, null values and timestamps", fields},
		{"a record above max.message.bytes is refused", tooLarge},
		{"create, describe and delete a topic", topics},
		{"a topic with a bad name is refused", badTopic},
		{"more partitions are seen by a consumer", morePartitions},
		{"offsets by time", offsetsByTime},
		{"delete records", deleteRecords},
		{"a group shares partitions and takes over", groupTakeOver},
		{"committed offsets are fetched again", commits},
		{"at least once over a consumer's crash", atLeastOnce},
		{"fetch sessions over many partitions", manyPartitions},
	}
	if smoke {
		all = []check{all[4], all[6], all[14]}
	}
	for n, c := range all {
		ctx, cancel := limited(60)
		err := c.run(ctx, bootstrap, fmt.Sprintf("%s-%d", prefix, n))
		cancel()
		if err != nil {
			fmt.Printf("FAIL %s: %s\n", c.name, strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Printf("PASS %s\n", c.name)
		}
	}
}

func createTopic(ctx context.Context, cl *kgo.Client, topic string, partitions int32, configs map[string]string) error {
	req := kmsg.NewPtrCreateTopicsRequest()
	t := kmsg.NewCreateTopicsRequestTopic()
	t.Topic, t.NumPartitions, t.ReplicationFactor = topic, partitions, 1
	for name, value := range configs {
		c := kmsg.NewCreateTopicsRequestTopicConfig()
		c.Name, c.Value = name, kmsg.StringPtr(value)
		t.Configs = append(t.Configs, c)
	}
	req.Topics = append(req.Topics, t)
	req.TimeoutMillis = 15000
	resp, err := req.RequestWith(ctx, cl)
	if err != nil {
		return err
	}
	if len(resp.Topics) != 1 {
		return fmt.Errorf("%d topics in the response", len(resp.Topics))
	}
	return kerr.ErrorForCode(resp.Topics[0].ErrorCode)
}

func produceN(ctx context.Context, cl *kgo.Client, topic string, from, to int) error {
	records := make([]*kgo.Record, 0, to-from)
	for n := from; n < to; n++ {
		records = append(records, &kgo.Record{Topic: topic, Key: []byte(strconv.Itoa(n)), Value: []byte(strconv.Itoa(n))})
	}
	return cl.ProduceSync(ctx, records...).FirstErr()
}

// readSet reads until every number below count was seen.
func readSet(ctx context.Context, cl *kgo.Client, seen map[string]int, count int) error {
	for len(seen) < count {
		fetches := cl.PollFetches(ctx)
		if err := fetches.Err(); err != nil {
			return fmt.Errorf("after %d of %d: %w", len(seen), count, err)
		}
		fetches.EachRecord(func(r *kgo.Record) { seen[string(r.Value)]++ })
	}
	return nil
}

func roundTrip(codec kgo.CompressionCodec) func(context.Context, string, string) error {
	return func(ctx context.Context, bootstrap, topic string) error {
		cl, err := client(bootstrap, kgo.ProducerBatchCompression(codec), kgo.ConsumeTopics(topic),
			kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
		if err != nil {
			return err
		}
		defer cl.Close()
		if err := createTopic(ctx, cl, topic, 3, nil); err != nil {
			return err
		}
		if err := produceN(ctx, cl, topic, 0, 5000); err != nil {
			return err
		}
		seen := map[string]int{}
		if err := readSet(ctx, cl, seen, 5000); err != nil {
			return err
		}
		for value, times := range seen {
			if times != 1 {
				return fmt.Errorf("%s was read %d times", value, times)
			}
		}
		return nil
	}
}

func otherAcks(ctx context.Context, bootstrap, topic string) error {
	for _, acks := range []kgo.Acks{kgo.LeaderAck(), kgo.NoAck()} {
		cl, err := client(bootstrap, kgo.RequiredAcks(acks), kgo.DisableIdempotentWrite(), kgo.AllowAutoTopicCreation())
		if err != nil {
			return err
		}
		defer cl.Close()
		if err := produceN(ctx, cl, topic, 0, 100); err != nil {
			return err
		}
		if err := cl.Flush(ctx); err != nil {
			return err
		}
	}
	cl, err := client(bootstrap, kgo.ConsumeTopics(topic), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	if err != nil {
		return err
	}
	defer cl.Close()
	total := 0
	for total < 200 {
		fetches := cl.PollFetches(ctx)
		if err := fetches.Err(); err != nil {
			return fmt.Errorf("%d of 200: %w", total, err)
		}
		total += fetches.NumRecords()
	}
	return nil
}

func fields(ctx context.Context, bootstrap, topic string) error {
	cl, err := client(bootstrap, kgo.AllowAutoTopicCreation(), kgo.ConsumeTopics(topic), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	if err != nil {
		return err
	}
	defer cl.Close()
	when := time.UnixMilli(1700000000123)
	sent := &kgo.Record{Topic: topic, Key: []byte("key"), Timestamp: when,
		Headers: []kgo.RecordHeader{{Key: "a", Value: []byte("1")}, {Key: "a", Value: nil}, {Key: "b", Value: []byte{}}}}
	if err := cl.ProduceSync(ctx, sent).FirstErr(); err != nil {
		return err
	}
	fetches := cl.PollFetches(ctx)
	if err := fetches.Err(); err != nil {
		return err
	}
	got := fetches.Records()[0]
	if string(got.Key) != "key" || got.Value != nil || !got.Timestamp.Equal(when) || len(got.Headers) != 3 ||
		string(got.Headers[0].Value) != "1" || got.Headers[1].Value != nil {
		return fmt.Errorf("got %+v", got)
	}
	return nil
}

func tooLarge(ctx context.Context, bootstrap, topic string) error {
	cl, err := client(bootstrap, kgo.ProducerBatchMaxBytes(8<<20), kgo.ProducerBatchCompression(kgo.NoCompression()),
		kgo.BrokerMaxWriteBytes(32<<20))
	if err != nil {
		return err
	}
	defer cl.Close()
	if err := createTopic(ctx, cl, topic, 1, map[string]string{"max.message.bytes": "100000"}); err != nil {
		return err
	}
	err = cl.ProduceSync(ctx, &kgo.Record{Topic: topic, Value: make([]byte, 200000)}).FirstErr()
	if !errors.Is(err, kerr.MessageTooLarge) {
		return fmt.Errorf("expected MESSAGE_TOO_LARGE, got %v", err)
	}
	return cl.ProduceSync(ctx, &kgo.Record{Topic: topic, Value: make([]byte, 90000)}).FirstErr()
}

func topics(ctx context.Context, bootstrap, topic string) error {
	cl, err := client(bootstrap)
	if err != nil {
		return err
	}
	defer cl.Close()
	if err := createTopic(ctx, cl, topic, 2, map[string]string{"retention.ms": "3600000"}); err != nil {
		return err
	}
	if err := createTopic(ctx, cl, topic, 2, nil); !errors.Is(err, kerr.TopicAlreadyExists) {
		return fmt.Errorf("expected TOPIC_ALREADY_EXISTS, got %v", err)
	}
	describe := kmsg.NewPtrDescribeConfigsRequest()
	resource := kmsg.NewDescribeConfigsRequestResource()
	resource.ResourceType, resource.ResourceName = kmsg.ConfigResourceTypeTopic, topic
	resource.ConfigNames = []string{"retention.ms"}
	describe.Resources = append(describe.Resources, resource)
	configs, err := describe.RequestWith(ctx, cl)
	if err != nil {
		return err
	}
	if got := configs.Resources[0].Configs; len(got) != 1 || got[0].Value == nil || *got[0].Value != "3600000" {
		return fmt.Errorf("retention.ms is described as %+v", got)
	}
	req := kmsg.NewPtrDeleteTopicsRequest()
	req.TopicNames = []string{topic}
	t := kmsg.NewDeleteTopicsRequestTopic()
	t.Topic = kmsg.StringPtr(topic)
	req.Topics = append(req.Topics, t)
	req.TimeoutMillis = 15000
	resp, err := req.RequestWith(ctx, cl)
	if err != nil {
		return err
	}
	if err := kerr.ErrorForCode(resp.Topics[0].ErrorCode); err != nil {
		return err
	}
	for {
		meta := kmsg.NewPtrMetadataRequest()
		mt := kmsg.NewMetadataRequestTopic()
		mt.Topic = kmsg.StringPtr(topic)
		meta.Topics = append(meta.Topics, mt)
		meta.AllowAutoTopicCreation = false
		resp, err := meta.RequestWith(ctx, cl)
		if err != nil {
			return err
		}
		if errors.Is(kerr.ErrorForCode(resp.Topics[0].ErrorCode), kerr.UnknownTopicOrPartition) {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func badTopic(ctx context.Context, bootstrap, _ string) error {
	cl, err := client(bootstrap)
	if err != nil {
		return err
	}
	defer cl.Close()
	for _, name := range []string{"a b", "", "..", strings.Repeat("x", 250)} {
		if err := createTopic(ctx, cl, name, 1, nil); !errors.Is(err, kerr.InvalidTopicException) {
			return fmt.Errorf("%q: expected INVALID_TOPIC_EXCEPTION, got %v", name, err)
		}
	}
	if err := createTopic(ctx, cl, "fine-name-no-partitions", 0, nil); !errors.Is(err, kerr.InvalidPartitions) {
		return fmt.Errorf("expected INVALID_PARTITIONS, got %v", err)
	}
	return nil
}

func morePartitions(ctx context.Context, bootstrap, topic string) error {
	cl, err := client(bootstrap, kgo.ConsumeTopics(topic), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.MetadataMinAge(100*time.Millisecond), kgo.MetadataMaxAge(time.Second),
		kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err != nil {
		return err
	}
	defer cl.Close()
	if err := createTopic(ctx, cl, topic, 1, nil); err != nil {
		return err
	}
	if err := cl.ProduceSync(ctx, &kgo.Record{Topic: topic, Value: []byte("0")}).FirstErr(); err != nil {
		return err
	}
	req := kmsg.NewPtrCreatePartitionsRequest()
	t := kmsg.NewCreatePartitionsRequestTopic()
	t.Topic, t.Count = topic, 4
	req.Topics = append(req.Topics, t)
	req.TimeoutMillis = 15000
	resp, err := req.RequestWith(ctx, cl)
	if err != nil {
		return err
	}
	if err := kerr.ErrorForCode(resp.Topics[0].ErrorCode); err != nil {
		return err
	}
	other, err := client(bootstrap, kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err != nil {
		return err
	}
	defer other.Close()
	if err := other.ProduceSync(ctx, &kgo.Record{Topic: topic, Partition: 3, Value: []byte("1")}).FirstErr(); err != nil {
		return err
	}
	return readSet(ctx, cl, map[string]int{}, 2)
}

func listOffset(ctx context.Context, cl *kgo.Client, topic string, timestamp int64) (int64, error) {
	req := kmsg.NewPtrListOffsetsRequest()
	req.ReplicaID = -1
	t := kmsg.NewListOffsetsRequestTopic()
	t.Topic = topic
	p := kmsg.NewListOffsetsRequestTopicPartition()
	p.Timestamp, p.CurrentLeaderEpoch = timestamp, -1
	t.Partitions = append(t.Partitions, p)
	req.Topics = append(req.Topics, t)
	for _, shard := range cl.RequestSharded(ctx, req) {
		if shard.Err != nil {
			return 0, shard.Err
		}
		part := shard.Resp.(*kmsg.ListOffsetsResponse).Topics[0].Partitions[0]
		return part.Offset, kerr.ErrorForCode(part.ErrorCode)
	}
	return 0, fmt.Errorf("no answer")
}

func offsetsByTime(ctx context.Context, bootstrap, topic string) error {
	cl, err := client(bootstrap)
	if err != nil {
		return err
	}
	defer cl.Close()
	if err := createTopic(ctx, cl, topic, 1, nil); err != nil {
		return err
	}
	start := time.Now().Add(-time.Hour).Truncate(time.Millisecond)
	for n := range 10 {
		r := &kgo.Record{Topic: topic, Value: []byte("x"), Timestamp: start.Add(time.Duration(n) * time.Second)}
		if err := cl.ProduceSync(ctx, r).FirstErr(); err != nil {
			return err
		}
	}
	wanted := map[int64]int64{
		-1: 10, -2: 0, -3: 9, start.UnixMilli(): 0, start.UnixMilli() + 1: 1, start.UnixMilli() + 5000: 5,
		start.UnixMilli() + 9001: -1, 0: 0,
	}
	for timestamp, want := range wanted {
		got, err := listOffset(ctx, cl, topic, timestamp)
		if err != nil {
			return err
		}
		if got != want {
			return fmt.Errorf("time %d gives offset %d, not %d", timestamp, got, want)
		}
	}
	return nil
}

func deleteRecords(ctx context.Context, bootstrap, topic string) error {
	cl, err := client(bootstrap)
	if err != nil {
		return err
	}
	defer cl.Close()
	if err := createTopic(ctx, cl, topic, 1, nil); err != nil {
		return err
	}
	if err := produceN(ctx, cl, topic, 0, 100); err != nil {
		return err
	}
	req := kmsg.NewPtrDeleteRecordsRequest()
	req.TimeoutMillis = 15000
	t := kmsg.NewDeleteRecordsRequestTopic()
	t.Topic = topic
	p := kmsg.NewDeleteRecordsRequestTopicPartition()
	p.Offset = 40
	t.Partitions = append(t.Partitions, p)
	req.Topics = append(req.Topics, t)
	for _, shard := range cl.RequestSharded(ctx, req) {
		if shard.Err != nil {
			return shard.Err
		}
		part := shard.Resp.(*kmsg.DeleteRecordsResponse).Topics[0].Partitions[0]
		if err := kerr.ErrorForCode(part.ErrorCode); err != nil {
			return err
		}
		if part.LowWatermark != 40 {
			return fmt.Errorf("low watermark %d", part.LowWatermark)
		}
	}
	if first, err := listOffset(ctx, cl, topic, -2); err != nil || first != 40 {
		return fmt.Errorf("the log starts at %d: %v", first, err)
	}
	reader, err := client(bootstrap, kgo.ConsumeTopics(topic), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	if err != nil {
		return err
	}
	defer reader.Close()
	seen := map[string]int{}
	if err := readSet(ctx, reader, seen, 60); err != nil {
		return err
	}
	if seen["39"] != 0 || seen["40"] != 1 {
		return fmt.Errorf("39 read %d times, 40 %d times", seen["39"], seen["40"])
	}
	return nil
}

func member(bootstrap, topic, group string, more ...kgo.Opt) (*kgo.Client, error) {
	return client(bootstrap, append(more, kgo.ConsumeTopics(topic), kgo.ConsumerGroup(group), kgo.SessionTimeout(6*time.Second),
		kgo.HeartbeatInterval(500*time.Millisecond), kgo.DisableAutoCommit(),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))...)
}

func groupTakeOver(ctx context.Context, bootstrap, topic string) error {
	admin, err := client(bootstrap)
	if err != nil {
		return err
	}
	defer admin.Close()
	if err := createTopic(ctx, admin, topic, 4, nil); err != nil {
		return err
	}
	first, err := member(bootstrap, topic, topic)
	if err != nil {
		return err
	}
	defer first.Close()
	if err := produceN(ctx, admin, topic, 0, 200); err != nil {
		return err
	}
	seen := map[string]int{}
	if err := readSet(ctx, first, seen, 200); err != nil {
		return err
	}
	if err := first.CommitUncommittedOffsets(ctx); err != nil {
		return err
	}
	second, err := member(bootstrap, topic, topic)
	if err != nil {
		return err
	}
	defer second.Close()
	// Both must have partitions: then each reads something of what follows.
	counts := [2]int{}
	values := map[string]int{}
	for n := 200; counts[0] == 0 || counts[1] == 0; n += 40 {
		if err := produceN(ctx, admin, topic, n, n+40); err != nil {
			return fmt.Errorf("first read %d, second %d: %w", counts[0], counts[1], err)
		}
		for place, cl := range []*kgo.Client{first, second} {
			short, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
			fetches := cl.PollFetches(short)
			cancel()
			fetches.EachRecord(func(r *kgo.Record) { counts[place]++; values[string(r.Value)]++ })
		}
	}
	return nil
}

func commits(ctx context.Context, bootstrap, topic string) error {
	cl, err := member(bootstrap, topic, topic)
	if err != nil {
		return err
	}
	if err := createTopic(ctx, cl, topic, 1, nil); err != nil {
		return err
	}
	if err := produceN(ctx, cl, topic, 0, 50); err != nil {
		return err
	}
	if err := readSet(ctx, cl, map[string]int{}, 50); err != nil {
		return err
	}
	if err := cl.CommitUncommittedOffsets(ctx); err != nil {
		return err
	}
	cl.Close()
	again, err := member(bootstrap, topic, topic)
	if err != nil {
		return err
	}
	defer again.Close()
	if err := produceN(ctx, again, topic, 50, 60); err != nil {
		return err
	}
	seen := map[string]int{}
	if err := readSet(ctx, again, seen, 10); err != nil {
		return err
	}
	if seen["49"] != 0 || seen["50"] != 1 {
		return fmt.Errorf("started from the wrong place: %v", seen)
	}
	return nil
}

func atLeastOnce(ctx context.Context, bootstrap, topic string) error {
	cl, err := client(bootstrap)
	if err != nil {
		return err
	}
	defer cl.Close()
	if err := createTopic(ctx, cl, topic, 2, nil); err != nil {
		return err
	}
	if err := produceN(ctx, cl, topic, 0, 1000); err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	printed, _ := exec.CommandContext(ctx, program, "crash", bootstrap, topic, topic).Output()
	seen := map[string]int{}
	for _, line := range strings.Fields(string(printed)) {
		seen[line]++
	}
	before := len(seen)
	if before < 400 || before == 1000 {
		return fmt.Errorf("the first consumer read %d: %s", before, printed[:min(len(printed), 200)])
	}
	// The one that died is a member until its session ends, and members must have a way to share in common.
	second, err := member(bootstrap, topic, topic, kgo.Balancers(kgo.RangeBalancer()))
	if err != nil {
		return err
	}
	defer second.Close()
	if err := readSet(ctx, second, seen, 1000); err != nil {
		return err
	}
	return nil
}

func manyPartitions(ctx context.Context, bootstrap, topic string) error {
	cl, err := client(bootstrap, kgo.ConsumeTopics(topic), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	if err != nil {
		return err
	}
	defer cl.Close()
	if err := createTopic(ctx, cl, topic, 50, nil); err != nil {
		return err
	}
	seen := map[string]int{}
	for round := range 10 {
		if err := produceN(ctx, cl, topic, round*100, round*100+100); err != nil {
			return err
		}
		if err := readSet(ctx, cl, seen, round*100+100); err != nil {
			return err
		}
	}
	return nil
}
