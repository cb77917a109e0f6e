# The side of GitLab's prometheus-client-mmap in the scrape benchmarks: records what Workload.java
# records, in files of as many pretended processes, then merges them with its C extension.
#
# Usage: peer_scrape.rb DIRECTORY WORKERS SERIES living|dead ROUNDS
# Prints the milliseconds of each round on a line, then the page's bytes and the sum of a counter.

require "prometheus/client"
require "prometheus/client/counter"
require "prometheus/client/gauge"
require "prometheus/client/histogram"
require "prometheus/client/formats/text"

directory, workers, series, life, rounds = ARGV
worker_now = 0
Prometheus::Client.configure do |config|
  config.multiprocess_files_dir = directory
  config.pid_provider = -> { "worker_#{worker_now}" }
end

BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5].freeze
METHODS = %w[GET POST PUT DELETE].freeze

def labels(i)
  { method: METHODS[i % METHODS.size], endpoint: "/api/v1/items/#{i}", status: "200" }
end

def record(worker, hundreds, living)
  requests = Prometheus::Client::Counter.new(:http_requests_total, "A counter.")
  seconds = Prometheus::Client::Counter.new(:http_cpu_seconds_total, "A counter.")
  durations = Prometheus::Client::Histogram.new(:http_duration_seconds, "Time to answer.", {}, BOUNDS)
  own = Prometheus::Client::Gauge.new(:queue_length, "A gauge.", {}, living ? :all : :max)
  # It has no mode that adds the values of the dead too.
  summed = Prometheus::Client::Gauge.new(:queue_bytes, "A gauge.", {}, :livesum)
  (24 * hundreds).times do |i|
    requests.increment(labels(i), i * 7 + worker)
    seconds.increment(labels(i), i * 0.37 + worker * 0.01)
  end
  (3 * hundreds).times do |i|
    (0..BOUNDS.size).each { |n| durations.observe(labels(i), n * 0.11 + worker * 0.001) }
  end
  (5 * hundreds).times do |i|
    own.set(labels(i), i + worker)
    summed.set(labels(i), i * 1024 + worker * 0.5)
  end
end

Integer(workers).times do |worker|
  worker_now = worker
  # Its files belong to the process that opens them.
  Process.wait(fork { record(worker, Integer(series) / 100, life == "living") })
  abort "worker #{worker} failed" unless $?.success?
end
page = ""
Integer(rounds).times do
  start = Process.clock_gettime(Process::CLOCK_MONOTONIC)
  page = Prometheus::Client::Formats::Text.marshal_multiprocess(directory)
  puts (Process.clock_gettime(Process::CLOCK_MONOTONIC) - start) * 1000
end
puts page.bytesize
puts page.lines.grep(/^http_requests_total\{/).sum { |line| line.split(" ").last.to_f }
