package dev.slipway.endpoint;

import dev.slipway.cloud.Alarms;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.Comparison;
import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.Alarms.MissingData;
import dev.slipway.environment.Profile.AlarmRules;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The alarms of a release.
 *
 * <p><em>Paging</em> alarms watch the endpoint for its whole life and tell people.
 * <em>Rollback</em> alarms watch the new fleet of one attempt alone, by its configuration's name,
 * so that a sick old fleet cannot end a good release; SageMaker acts on them and nobody is told.
 * The <em>abort</em> alarm stands beside them: it is the one way to stop a running update.
 */
public final class AlarmSet {

  /**
   * The namespace of the metrics that Slipway publishes. The shipped policy (docs/iam) allows no
   * other.
   */
  static final String OWN_NAMESPACE = "Slipway/Deployments";

  static final String ABORT_METRIC = "AbortRequested";

  /** The id of the errors in the expression of the preset {@code guarded}. */
  public static final String ERRORS_ID = "errors";

  /** The id of all requests in that expression. */
  public static final String REQUESTS_ID = "invocations";

  /** So many errors in a minute let that alarm fire at least. */
  public static final int LEAST_ERRORS = 3;

  /** They must be a larger share of the minute's requests than this. */
  public static final double LEAST_RATE = 0.02;

  private static final String BY_RATE =
      "IF("
          + ERRORS_ID
          + " >= "
          + LEAST_ERRORS
          + " AND "
          + ERRORS_ID
          + " / "
          + REQUESTS_ID
          + " > "
          + LEAST_RATE
          + ", 1, 0)";

  private static final String NAMESPACE = "AWS/SageMaker";
  static final String ERRORS = "Invocation5XXErrors";
  static final String LATENCY = "ModelLatency";
  private static final int PERIOD_SECONDS = 60;
  private static final int MICROSECONDS = 1000;

  /** The shortest period that CloudWatch evaluates. */
  private static final int ABORT_PERIOD_SECONDS = 10;

  private AlarmSet() {}

  /**
   * The paging alarms, which tell people. Adopted alarms get Slipway's mark too, should they be
   * made again.
   */
  public static List<AlarmSpec> paging(
      Endpoint endpoint, ReleaseSpec spec, Map<String, String> tags) {
    List<AlarmSpec> adopted = spec.alarms().adopted();
    if (adopted != null) return adopted.stream().map(it -> watching(endpoint, it, tags)).toList();
    Map<String, String> fleet = fleet(endpoint);
    List<String> actions =
        spec.alarms().snsTopicArn() == null ? List.of() : List.of(spec.alarms().snsTopicArn());
    return List.of(
        errors(
            Names.pagingErrors(endpoint.name()),
            "Endpoint " + endpoint.name() + " returns 5xx errors.",
            spec.alarms(),
            fleet,
            MissingData.MISSING,
            actions,
            tags),
        latency(
            Names.pagingLatency(endpoint.name()),
            "Model latency of endpoint " + endpoint.name() + " is too high.",
            spec.alarms(),
            fleet,
            MissingData.MISSING,
            actions,
            tags));
  }

  /** The alarms that make SageMaker roll an attempt back. */
  public static List<AlarmSpec> rollback(
      Endpoint endpoint, String endpointConfig, ReleaseSpec spec, Map<String, String> tags) {
    String physicalName = endpoint.physicalName();
    Map<String, String> fleet = fleet(endpoint);
    fleet.put("EndpointConfigName", endpointConfig);
    return List.of(
        errors(
            Names.rollbackErrors(endpointConfig),
            "The new fleet of " + physicalName + " returns 5xx errors: roll back.",
            spec.alarms(),
            fleet,
            MissingData.NOT_BREACHING,
            List.of(),
            tags),
        latency(
            Names.rollbackLatency(endpointConfig),
            "Model latency of the new fleet of " + physicalName + " is too high: roll back.",
            spec.alarms(),
            fleet,
            MissingData.NOT_BREACHING,
            List.of(),
            tags));
  }

  /**
   * The alarm by which an attempt is aborted: it fires within seconds of a value of 1 in {@link
   * #abortMetric}, and never by itself.
   */
  public static AlarmSpec abort(
      String physicalName, String endpointConfig, Map<String, String> tags) {
    return new AlarmSpec(
        Names.abort(endpointConfig),
        "Fires when the update of " + physicalName + " is aborted through Slipway.",
        List.of(abortMetric(endpointConfig)),
        null,
        Comparison.GREATER_THAN_OR_EQUAL,
        1,
        ABORT_PERIOD_SECONDS,
        1,
        1,
        MissingData.NOT_BREACHING,
        List.of(),
        tags);
  }

  /** The metric that only Slipway publishes: 1 while an attempt is to be aborted. */
  public static MetricQuery abortMetric(String endpointConfig) {
    return new MetricQuery(
        Alarms.ONLY_METRIC,
        OWN_NAMESPACE,
        ABORT_METRIC,
        Map.of("Attempt", endpointConfig),
        "Maximum",
        ABORT_PERIOD_SECONDS);
  }

  /** Whether this is the error alarm of the preset {@code guarded}, by number and rate. */
  static boolean isByRate(AlarmSpec alarm) {
    return BY_RATE.equals(alarm.expression());
  }

  /** Whether a minute with so many errors is one for which that alarm fires. */
  static boolean isByRate(long errors, long requests) {
    return errors >= LEAST_ERRORS && (double) errors / requests > LEAST_RATE;
  }

  /** An adopted alarm follows the endpoint when another SageMaker endpoint takes its place. */
  private static AlarmSpec watching(
      Endpoint endpoint, AlarmSpec adopted, Map<String, String> tags) {
    List<MetricQuery> metrics =
        adopted.metrics().stream()
            .map(one -> {
              if (!one.dimensions().containsKey("EndpointName")) return one;
              Map<String, String> dimensions = new TreeMap<>(one.dimensions());
              dimensions.put("EndpointName", endpoint.physicalName());
              return new MetricQuery(
                  one.id(),
                  one.namespace(),
                  one.metric(),
                  Map.copyOf(dimensions),
                  one.statistic(),
                  one.periodSeconds());
            })
            .toList();
    Map<String, String> marked = new TreeMap<>(adopted.tags());
    marked.putAll(tags);
    return new AlarmSpec(
        adopted.name(),
        adopted.description(),
        metrics,
        adopted.expression(),
        adopted.comparison(),
        adopted.threshold(),
        adopted.periodSeconds(),
        adopted.evaluationPeriods(),
        adopted.datapointsToAlarm(),
        adopted.missingData(),
        adopted.actions(),
        Map.copyOf(marked));
  }

  private static Map<String, String> fleet(Endpoint endpoint) {
    Map<String, String> dimensions = new TreeMap<>();
    dimensions.put("EndpointName", endpoint.physicalName());
    dimensions.put("VariantName", endpoint.variant());
    return dimensions;
  }

  private static AlarmSpec errors(
      String name,
      String description,
      AlarmRules rules,
      Map<String, String> fleet,
      MissingData missing,
      List<String> actions,
      Map<String, String> tags) {
    return switch (rules.preset()) {
      case ARTICLE ->
          new AlarmSpec(
              name,
              description,
              List.of(query(Alarms.ONLY_METRIC, ERRORS, fleet, "Sum")),
              null,
              Comparison.GREATER_THAN,
              5,
              PERIOD_SECONDS,
              2,
              2,
              missing,
              actions,
              tags);
      case GUARDED ->
          new AlarmSpec(
              name,
              description,
              List.of(
                  query(ERRORS_ID, ERRORS, fleet, "Sum"),
                  query(REQUESTS_ID, "Invocations", fleet, "Sum")),
              BY_RATE,
              Comparison.GREATER_THAN_OR_EQUAL,
              1,
              PERIOD_SECONDS,
              3,
              2,
              missing,
              actions,
              tags);
    };
  }

  private static AlarmSpec latency(
      String name,
      String description,
      AlarmRules rules,
      Map<String, String> fleet,
      MissingData missing,
      List<String> actions,
      Map<String, String> tags) {
    return new AlarmSpec(
        name,
        description,
        List.of(query(Alarms.ONLY_METRIC, LATENCY, fleet, "Average")),
        null,
        Comparison.GREATER_THAN,
        (double) rules.latencyThresholdMs() * MICROSECONDS,
        PERIOD_SECONDS,
        3,
        3,
        missing,
        actions,
        tags);
  }

  private static MetricQuery query(
      String id, String metric, Map<String, String> fleet, String statistic) {
    return new MetricQuery(id, NAMESPACE, metric, Map.copyOf(fleet), statistic, PERIOD_SECONDS);
  }
}
