package dev.slipway.simulator;

import static dev.slipway.simulator.SimulatorClients.client;
import static dev.slipway.simulator.WireWorld.ENDPOINT;
import static dev.slipway.simulator.WireWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.logs.Logs;
import dev.slipway.simulator.logs.LogsApi;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;

/** What containers write, read with AWS's own client for CloudWatch Logs. */
class LogsTests {

  private static final String GROUP = "/aws/sagemaker/Endpoints/" + ENDPOINT;

  @TempDir private Path directory;
  @AutoClose private WireWorld world = new WireWorld();

  @BeforeEach
  void twoInstancesServe() {
    world.close();
    world = new WireWorld(WireWorld.in(directory));
    world.model("v1");
    world.config("v1", 2);
    world.create("v1");
  }

  private CloudWatchLogsClient logs() {
    return client(CloudWatchLogsClient.builder(), world.simulator.uri());
  }

  private List<String> filtered(String pattern) {
    return logs()
        .filterLogEvents(r -> r.logGroupName(GROUP).filterPattern(pattern))
        .events()
        .stream()
        .map(FilteredLogEvent::message)
        .toList();
  }

  private List<String> streams() {
    return logs().describeLogStreams(r -> r.logGroupName(GROUP)).logStreams().stream()
        .map(LogStream::logStreamName)
        .toList();
  }

  @Test
  void everyInstanceHasAStreamOfItsOwn() {
    assertThat(streams()).hasSize(2).allMatch(name -> name.matches("AllTraffic/i-0[0-9a-f]{16}"));
    assertThat(
            logs()
                .describeLogGroups(r -> r.logGroupNamePrefix("/aws/sagemaker/"))
                .logGroups()
                .getFirst()
                .arn())
        .isEqualTo("arn:aws:logs:us-east-1:123456789012:log-group:" + GROUP + ":*");
  }

  @Test
  void aFailedStartLeavesTheReasonInTheLog() {
    world.model("v2", "\"faults\":{\"ping_fails\":true}");
    world.config("v2", 2);
    world.update("v2");
    world.advance(240);
    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
    assertThat(world.describe().failureReason()).contains("Please check CloudWatch logs");

    String newest =
        logs()
            .describeLogStreams(r ->
                r.logGroupName(GROUP).orderBy(OrderBy.LAST_EVENT_TIME).descending(true).limit(1))
            .logStreams()
            .getFirst()
            .logStreamName();
    assertThat(
            logs().getLogEvents(r -> r.logGroupName(GROUP).logStreamName(newest)).events().stream()
                .map(OutputLogEvent::message))
        .containsExactly(
            "loaded model.json of s3://models/v2.tar.gz",
            "GET /ping 503: model.json has faults.ping_fails");
  }

  @Test
  void aPageLeadsToTheNextAndBackAndTheEndToItself() {
    fail(5);
    String stream =
        logs()
            .filterLogEvents(r -> r.logGroupName(GROUP).filterPattern("POST"))
            .events()
            .getFirst()
            .logStreamName();
    List<String> all = messages(read(stream, null, true, 100));
    assertThat(all).hasSizeGreaterThan(2);

    GetLogEventsResponse first = read(stream, null, true, 2);
    assertThat(messages(first)).isEqualTo(all.subList(0, 2));
    GetLogEventsResponse second = read(stream, first.nextForwardToken(), true, 100);
    assertThat(messages(second)).isEqualTo(all.subList(2, all.size()));
    GetLogEventsResponse end = read(stream, second.nextForwardToken(), true, 100);
    assertThat(end.events()).isEmpty();
    assertThat(end.nextForwardToken()).isEqualTo(second.nextForwardToken());
    assertThat(messages(read(stream, second.nextBackwardToken(), true, 100)))
        .isEqualTo(all.subList(0, 2));

    assertThat(messages(read(stream, null, false, 1)))
        .isEqualTo(all.subList(all.size() - 1, all.size()));
  }

  private GetLogEventsResponse read(
      String stream, @org.jspecify.annotations.Nullable String token, boolean fromHead, int limit) {
    return logs()
        .getLogEvents(r ->
            r.logGroupName(GROUP)
                .logStreamName(stream)
                .nextToken(token)
                .startFromHead(fromHead)
                .limit(limit));
  }

  private static List<String> messages(GetLogEventsResponse page) {
    return page.events().stream().map(OutputLogEvent::message).toList();
  }

  /** So many answers are errors; each leaves a line. */
  private void fail(int requests) {
    world.model("bad", "\"faults\":{\"error_rate\":1}");
    world.config("bad", 1);
    world.update("bad");
    world.advance(250);
    for (int i = 0; i < requests; i++) {
      try {
        var _ = world.invoke();
      } catch (ModelErrorException expected) {
        assertThat(expected.logStreamArn()).contains(GROUP);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                        | 3
          loaded                    | 2
          "POST /invocations 500"   | 1
          POST 500                  | 1
          POST loaded               | 0
          ?POST ?loaded             | 3
          -POST                     | 2
          """)
  void termsFilterEvents(String pattern, int found) {
    world.artifact("v1", "\"faults\":{\"error_rate\":1}");
    world.sageMaker.createEndpoint(r -> r.endpointName("other").endpointConfigName("v1"));
    world.advance(180);
    try {
      var _ = world.invoke(r -> r.endpointName("other"));
    } catch (ModelErrorException expected) {
      assertThat(expected.originalStatusCode()).isEqualTo(500);
    }

    assertThat(
            logs()
                .filterLogEvents(
                    r -> r.logGroupName("/aws/sagemaker/Endpoints/other").filterPattern(pattern))
                .events())
        .hasSize(found);
  }

  @Test
  void timesBoundWhatIsFound() {
    world.advance(1);
    long from = world.simulator.clock().now().toEpochMilli();
    fail(3);
    long later = world.simulator.clock().now().toEpochMilli();

    assertThat(
            logs()
                .filterLogEvents(r -> r.logGroupName(GROUP).startTime(from).endTime(later))
                .events())
        .extracting(FilteredLogEvent::message)
        .containsExactly("loaded model.json of s3://models/bad.tar.gz");
    assertThat(logs().filterLogEvents(r -> r.logGroupName(GROUP).startTime(later)).events())
        .hasSize(3);
    assertThat(logs().filterLogEvents(r -> r.logGroupName(GROUP).limit(2)).events()).hasSize(2);
  }

  @Test
  void whoReadsPageByPageWhileNewLinesPushOutTheOldestSkipsNone() {
    Logs written = new Logs();
    LogsApi api = new LogsApi(written);
    write(written, 0, 1000);
    List<String> found = new ArrayList<>();
    Pages.read(
        token ->
            api.filterLogEvents(
                FilterLogEventsRequest.builder()
                    .logGroupName(GROUP)
                    .limit(400)
                    .nextToken(token)
                    .build(),
                TestWorld.CALLER),
        FilterLogEventsResponse::nextToken,
        page -> {
          if (found.isEmpty()) write(written, 1000, 1100);
          page.events().forEach(event -> found.add(event.message()));
        });

    assertThat(found)
        .containsExactlyElementsOf(IntStream.range(0, 1100).mapToObj(i -> "line " + i).toList());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoReadsStreamsPageByPageWhileNewOnesPushOutTheOldestSkipsNone(boolean byTime) {
    Logs written = new Logs();
    LogsApi api = new LogsApi(written);
    writeStreams(written, 1000, 1200);
    List<String> found = new ArrayList<>();
    Pages.read(
        token ->
            api.describeLogStreams(
                DescribeLogStreamsRequest.builder()
                    .logGroupName(GROUP)
                    .orderBy(byTime ? OrderBy.LAST_EVENT_TIME : OrderBy.LOG_STREAM_NAME)
                    .nextToken(token)
                    .build(),
                TestWorld.CALLER),
        DescribeLogStreamsResponse::nextToken,
        page -> {
          if (found.isEmpty()) writeStreams(written, 1200, 1210);
          page.logStreams().forEach(stream -> found.add(stream.logStreamName()));
        });

    assertThat(found)
        .containsExactlyElementsOf(IntStream.range(1000, 1210).mapToObj(i -> "i-" + i).toList());
  }

  private static void writeStreams(Logs logs, int from, int to) {
    for (int i = from; i < to; i++) {
      Instant at = Instant.EPOCH.plusSeconds(i);
      logs.write(Scope.of(TestWorld.CALLER), GROUP, "i-" + i, at, "loaded");
    }
  }

  /** Lines of one stream, some of them of one moment. */
  private static void write(Logs logs, int from, int to) {
    for (int i = from; i < to; i++) {
      Instant at = Instant.EPOCH.plusSeconds(i / 7);
      logs.write(Scope.of(TestWorld.CALLER), GROUP, "AllTraffic/i-1", at, "line " + i);
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    refused(
        () -> logs().getLogEvents(r -> r.logGroupName("/nothing").logStreamName("x")),
        "ResourceNotFoundException",
        "The specified log group does not exist.");
    refused(
        () -> logs().getLogEvents(r -> r.logGroupName(GROUP).logStreamName("x")),
        "ResourceNotFoundException",
        "The specified log stream does not exist.");
    refused(
        () -> logs().filterLogEvents(r -> r.logGroupName(GROUP).filterPattern("{ $.a = 1 }")),
        "InvalidParameterException",
        "by terms only");
    refused(
        () -> logs().filterLogEvents(r -> r.logGroupName(GROUP).nextToken("2")),
        "InvalidParameterException",
        "The specified nextToken is invalid.");
    refused(
        () -> logs().describeLogStreams(r -> r.logGroupName("no spaces")),
        "InvalidParameterException",
        "logGroupName");
  }

  @Test
  void logsSurviveARestartAndTheEndpoint() {
    List<String> before = filtered("loaded");
    assertThat(before).hasSize(2);
    world.sageMaker.deleteEndpoint(r -> r.endpointName(ENDPOINT));
    world.advance(30);

    world.restart();

    assertThat(filtered("loaded")).isEqualTo(before);
  }
}
