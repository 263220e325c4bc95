package dev.slipway.simulator.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;

/** What containers wrote. */
final class LogsOperations {

  private static final String GROUP = "/aws/sagemaker/Endpoints/" + Clients.LIVE;
  private static final String GONE = "ResourceNotFoundException";
  private static final String NO_GROUP = "The specified log group does not exist.";

  private LogsOperations() {}

  static List<OperationCase> all() {
    return List.of(
        of(
            "DescribeLogGroups",
            aws ->
                assertThat(
                        aws.logs().describeLogGroups(r -> r.logGroupNamePrefix(GROUP)).logGroups())
                    .hasSize(1),
            aws -> aws.logs().describeLogGroups(r -> r.limit(51)),
            "InvalidParameterException",
            "limit"),
        of(
            "DescribeLogStreams",
            aws ->
                assertThat(aws.logs().describeLogStreams(r -> r.logGroupName(GROUP)).logStreams())
                    .hasSizeGreaterThanOrEqualTo(2),
            aws -> aws.logs().describeLogStreams(r -> r.logGroupName("none")),
            GONE,
            NO_GROUP),
        of(
            "GetLogEvents",
            aws -> {
              String stream =
                  aws.logs()
                      .describeLogStreams(r -> r.logGroupName(GROUP))
                      .logStreams()
                      .getFirst()
                      .logStreamName();
              assertThat(
                      aws.logs()
                          .getLogEvents(r -> r.logGroupName(GROUP).logStreamName(stream))
                          .events())
                  .isNotEmpty();
            },
            aws -> aws.logs().getLogEvents(r -> r.logGroupName(GROUP).logStreamName("none")),
            GONE,
            "The specified log stream does not exist."),
        of(
            "FilterLogEvents",
            aws ->
                assertThat(aws.logs().filterLogEvents(r -> r.logGroupName(GROUP)).events())
                    .isNotEmpty(),
            aws -> aws.logs().filterLogEvents(r -> r.logGroupName("none")),
            GONE,
            NO_GROUP));
  }

  private static OperationCase of(
      String operation,
      Consumer<Clients> success,
      Consumer<Clients> error,
      String code,
      String text) {
    return new OperationCase("LOGS " + operation, success, error, code, text);
  }
}
