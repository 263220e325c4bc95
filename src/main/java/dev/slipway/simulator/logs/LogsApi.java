package dev.slipway.simulator.logs;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Order;
import dev.slipway.simulator.wire.Page;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/** CloudWatch Logs' operations that read what containers wrote. */
public final class LogsApi {

  private static final int MOST = 10_000;
  private static final int PAGE = 50;

  private final Logs logs;

  public LogsApi(Logs logs) {
    this.logs = logs;
  }

  public DescribeLogGroupsResponse describeLogGroups(
      DescribeLogGroupsRequest request, Caller caller) {
    Stream<Logs.Group> found =
        logs.groups(Scope.of(caller)).stream()
            .filter(group -> begins(group.name(), request.logGroupNamePrefix()))
            .filter(group ->
                request.logGroupNamePattern() == null
                    || group.name().contains(request.logGroupNamePattern()));
    Page<Logs.Group> page =
        page(
            found,
            Order.by(group -> List.of(group.name())),
            request.nextToken(),
            request.limit(),
            PAGE);
    return DescribeLogGroupsResponse.builder()
        .logGroups(page.items().stream().map(LogsApi::shown).toList())
        .nextToken(page.next())
        .build();
  }

  private static LogGroup shown(Logs.Group group) {
    return LogGroup.builder()
        .logGroupName(group.name())
        .arn(group.arn() + ":*")
        .logGroupArn(group.arn())
        .creationTime(group.created().toEpochMilli())
        .storedBytes(bytes(group))
        .metricFilterCount(0)
        .build();
  }

  public DescribeLogStreamsResponse describeLogStreams(
      DescribeLogStreamsRequest request, Caller caller) {
    Logs.Group group = group(caller, request.logGroupName(), request.logGroupIdentifier());
    boolean byTime = request.orderBy() == OrderBy.LAST_EVENT_TIME;
    if (byTime && request.logStreamNamePrefix() != null) {
      throw invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    Order<LogStream> order =
        byTime
            ? Order.by(stream -> List.of(lastEvent(stream), stream.name()))
            : Order.by(stream -> List.of(stream.name()));
    Page<LogStream> page =
        page(
            group.all().stream()
                .filter(stream -> begins(stream.name(), request.logStreamNamePrefix())),
            Boolean.TRUE.equals(request.descending()) ? order.reversed() : order,
            request.nextToken(),
            request.limit(),
            PAGE);
    return DescribeLogStreamsResponse.builder()
        .logStreams(page.items().stream().map(stream -> shown(group, stream)).toList())
        .nextToken(page.next())
        .build();
  }

  private static software.amazon.awssdk.services.cloudwatchlogs.model.LogStream shown(
      Logs.Group group, LogStream stream) {
    LogStream.Line first = stream.first();
    LogStream.Line last = stream.last();
    return software.amazon.awssdk.services.cloudwatchlogs.model.LogStream.builder()
        .logStreamName(stream.name())
        .creationTime(stream.created().toEpochMilli())
        .firstEventTimestamp(first == null ? null : first.at().toEpochMilli())
        .lastEventTimestamp(last == null ? null : last.at().toEpochMilli())
        .lastIngestionTime(last == null ? null : last.at().toEpochMilli())
        .arn(group.arn() + ":log-stream:" + stream.name())
        .build();
  }

  /** The newest events, or the oldest with {@code startFromHead}; tokens lead both ways. */
  public GetLogEventsResponse getLogEvents(GetLogEventsRequest request, Caller caller) {
    Logs.Group group = group(caller, request.logGroupName(), request.logGroupIdentifier());
    LogStream stream =
        group
            .find(request.logStreamName())
            .orElseThrow(() -> notFound("The specified log stream does not exist."));
    List<LogStream.Line> lines =
        stream.lines().stream()
            .filter(line -> within(line.at(), request.startTime(), request.endTime()))
            .toList();
    LogCursor cursor =
        LogCursor.of(request.nextToken(), Boolean.TRUE.equals(request.startFromHead()));
    List<LogStream.Line> page =
        cursor.page(lines, request.limit() == null ? MOST : request.limit());
    return GetLogEventsResponse.builder()
        .events(
            page.stream()
                .map(line ->
                    OutputLogEvent.builder()
                        .timestamp(line.at().toEpochMilli())
                        .ingestionTime(line.at().toEpochMilli())
                        .message(line.message())
                        .build())
                .toList())
        .nextForwardToken(cursor.forward(page))
        .nextBackwardToken(cursor.backward(page))
        .build();
  }

  public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request, Caller caller) {
    Logs.Group group = group(caller, request.logGroupName(), request.logGroupIdentifier());
    if (!request.logStreamNames().isEmpty() && request.logStreamNamePrefix() != null) {
      throw invalid("logStreamNames and logStreamNamePrefix are mutually exclusive.");
    }
    for (String name : request.logStreamNames()) {
      if (group.find(name).isEmpty()) {
        throw notFound("The specified log stream does not exist.");
      }
    }
    FilterPattern pattern = FilterPattern.of(request.filterPattern());
    Stream<Found> found =
        group.all().stream()
            .filter(stream -> begins(stream.name(), request.logStreamNamePrefix()))
            .filter(stream ->
                request.logStreamNames().isEmpty()
                    || request.logStreamNames().contains(stream.name()))
            .flatMap(stream -> stream.lines().stream().map(line -> new Found(stream.name(), line)))
            .filter(event -> within(event.line().at(), request.startTime(), request.endTime()))
            .filter(event -> pattern.matches(event.line().message()));
    Page<Found> page =
        page(
            found,
            Order.by(event -> List.of(event.line().at(), event.stream(), event.line().number())),
            request.nextToken(),
            request.limit(),
            MOST);
    return FilterLogEventsResponse.builder()
        .events(page.items().stream().map(Found::shown).toList())
        .nextToken(page.next())
        .build();
  }

  /** A line, and the stream that it is of. */
  private record Found(String stream, LogStream.Line line) {

    FilteredLogEvent shown() {
      return FilteredLogEvent.builder()
          .logStreamName(stream)
          .timestamp(line.at().toEpochMilli())
          .ingestionTime(line.at().toEpochMilli())
          .message(line.message())
          .eventId(line.at().toEpochMilli() + "-" + stream + "-" + line.number())
          .build();
    }
  }

  private static <T> Page<T> page(
      Stream<T> all, Order<T> order, @Nullable String token, @Nullable Integer limit, int most) {
    return Page.of(
        all,
        order,
        token,
        limit == null ? most : limit,
        () -> invalid("The specified nextToken is invalid."));
  }

  private Logs.Group group(Caller caller, @Nullable String name, @Nullable String identifier) {
    if ((name == null) == (identifier == null)) {
      throw invalid("Exactly one of logGroupName and logGroupIdentifier must be specified.");
    }
    String wanted = name == null ? String.valueOf(identifier) : name;
    int arn = wanted.indexOf(":log-group:");
    return logs.group(
            Scope.of(caller), arn < 0 ? wanted : wanted.substring(arn + ":log-group:".length()))
        .orElseThrow(() -> notFound("The specified log group does not exist."));
  }

  private static long bytes(Logs.Group group) {
    ToLongFunction<LogStream> size =
        stream -> stream.lines().stream().mapToLong(line -> line.message().length()).sum();
    return group.all().stream().mapToLong(size).sum();
  }

  private static Instant lastEvent(LogStream stream) {
    LogStream.Line last = stream.last();
    return last == null ? stream.created() : last.at();
  }

  /** Start included, end excluded, in milliseconds since the epoch. */
  private static boolean within(Instant at, @Nullable Long start, @Nullable Long end) {
    long millis = at.toEpochMilli();
    return (start == null || millis >= start) && (end == null || millis < end);
  }

  private static boolean begins(String name, @Nullable String prefix) {
    return prefix == null || name.startsWith(prefix);
  }

  private static ServiceException invalid(String text) {
    return new ServiceException(400, "InvalidParameterException", text);
  }

  private static ServiceException notFound(String text) {
    return new ServiceException(400, "ResourceNotFoundException", text);
  }
}
