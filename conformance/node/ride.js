// A rider over kafkajs: writes to partition 0 at a steady pace until its input ends, and reads it back.
//
//   ride.js BOOTSTRAP TOPIC PACE_US patient|default
//
// Prints `A SEQ OFFSET SENT_US ACKED_US`, `R SEQ`, `E TEXT` and `DONE SENT ACKED READ`.
'use strict'

const { Kafka, logLevel } = require('kafkajs')

const PATIENT = { initialRetryTime: 20, maxRetryTime: 200, retries: 1000000, multiplier: 2, factor: 0.2 }

const [bootstrap, topic, paceUs, settings] = process.argv.slice(2)
const say = line => process.stdout.write(line + '\n')
const nowUs = () => Math.round((performance.timeOrigin + performance.now()) * 1000)
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))

async function main() {
  const patient = settings === 'patient'
  const kafka = new Kafka({
    clientId: 'rider',
    brokers: bootstrap.split(','),
    logLevel: logLevel.NOTHING,
    ...(patient ? { retry: PATIENT, requestTimeout: 6000, connectionTimeout: 1000 } : {}),
  })
  let over = false
  let acked = 0
  let read = 0
  process.stdin.resume()
  process.stdin.on('end', () => { over = true })
  const consumer = kafka.consumer({
    groupId: topic + '-riders',
    ...(patient ? { retry: { ...PATIENT, restartOnFailure: async () => true } } : {}),
  })
  consumer.on(consumer.events.CRASH, event => {
    // One that it recovers from by itself does not reach the application.
    if (!event.payload.restart) say(`E consumer: ${event.payload.error.message}`)
  })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ message }) => {
      read++
      say(`R ${message.value.toString()}`)
    },
  })
  // Without idempotence this client may write a record twice; with it only one request is under way.
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, ...(patient ? { retry: PATIENT } : {}) })
  await producer.connect()
  let sent = 0
  let due = performance.now()
  while (!over) {
    const at = nowUs()
    const messages = []
    do {
      messages.push({ value: String(sent++), partition: 0 })
      due += Number(paceUs) / 1000
    } while (due < performance.now())
    try {
      const [answer] = await producer.send({ topic, acks: -1, messages })
      const base = Number(answer.baseOffset)
      messages.forEach((message, place) => say(`A ${message.value} ${base + place} ${at} ${nowUs()}`))
      acked += messages.length
    } catch (error) {
      say(`E producer, record ${messages[0].value}: ${error.message}`)
    }
    await sleep(Math.max(0, due - performance.now()))
  }
  await producer.disconnect()
  for (const end = performance.now() + 30000; read < acked && performance.now() < end;) await sleep(20)
  await consumer.disconnect()
  say(`DONE ${sent} ${acked} ${read}`)
  process.exit(0)
}

main().catch(error => {
  say(`E rider: ${error.stack}`)
  process.exit(1)
})
