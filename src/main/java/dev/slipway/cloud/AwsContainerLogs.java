package dev.slipway.cloud;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;

/** {@link ContainerLogs} over CloudWatch Logs. */
record AwsContainerLogs(Supplier<CloudWatchLogsClient> logs) implements ContainerLogs {

  private static final AwsCalls CALLS = new AwsCalls("logs");

  /** A fleet that does not start is tried on few instances. */
  private static final int MOST_STREAMS = 3;

  private static final int PAGES = 4;

  @Override
  public List<Line> tail(String endpoint, Instant since, int most) {
    String group = ContainerLogs.group(endpoint);
    List<Line> lines = new ArrayList<>();
    for (LogStream stream : streams(group, since)) {
      CALLS
          .call(
              "GetLogEvents",
              () ->
                  logs.get()
                      .getLogEvents(it ->
                          it.logGroupName(group)
                              .logStreamName(stream.logStreamName())
                              .startFromHead(false)
                              .limit(most)))
          .events()
          .forEach(event ->
              lines.add(
                  new Line(
                      stream.logStreamName(),
                      Instant.ofEpochMilli(event.timestamp()),
                      event.message())));
    }
    lines.sort(Comparator.comparing(Line::at));
    return lines.size() <= most
        ? lines
        : List.copyOf(lines.subList(lines.size() - most, lines.size()));
  }

  /** The newest first. When a stream was last written to is known only after a while. */
  private List<LogStream> streams(String group, Instant since) {
    List<LogStream> all = new ArrayList<>();
    String next = null;
    for (int page = 0; page < PAGES; page++) {
      DescribeLogStreamsResponse answer = page(group, next);
      all.addAll(answer.logStreams());
      next = answer.nextToken();
      if (next == null) break;
    }
    List<LogStream> fresh =
        all.stream()
            .filter(it -> it.creationTime() > since.toEpochMilli())
            .sorted(Comparator.comparing(LogStream::creationTime).reversed())
            .toList();
    return fresh.subList(0, Math.min(MOST_STREAMS, fresh.size()));
  }

  private DescribeLogStreamsResponse page(String group, @Nullable String token) {
    return CALLS.call(
        "DescribeLogStreams",
        () ->
            logs.get()
                .describeLogStreams(it ->
                    it.logGroupName(group)
                        .orderBy(OrderBy.LAST_EVENT_TIME)
                        .descending(true)
                        .nextToken(token)));
  }
}
