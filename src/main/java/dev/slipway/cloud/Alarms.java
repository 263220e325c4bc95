package dev.slipway.cloud;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CloudWatch alarms. */
public interface Alarms {

  /**
   * The id of the metric of an alarm without an expression, as read back: CloudWatch keeps none.
   */
  String ONLY_METRIC = "m1";

  /** The alarms that exist among these names (at most 100). */
  Map<String, LiveAlarm> find(Collection<String> names);

  /** Every metric alarm of the account and region: costs a call for each hundred. */
  List<LiveAlarm> all();

  /**
   * What the composite alarms of the account and region look at, in CloudWatch's words: their
   * rules, and the alarms that suppress their actions. Costs a call for each hundred.
   */
  List<String> compositeRules();

  /**
   * When an alarm came into the state ALARM, oldest first, also where it has left it since. Told
   * from CloudWatch's history of it: a call for each hundred changes of state.
   *
   * @param since earlier times are left out
   */
  List<Firing> firings(String name, Instant since);

  /** Makes or overwrites an alarm. Tags are applied only when it is new (CloudWatch's rule). */
  void put(AlarmSpec alarm);

  /**
   * Deletes alarms; names that do not exist are passed over.
   *
   * @return the names of those that stay, since composite alarms depend on them
   */
  List<String> delete(Collection<String> names);

  /** The tags of an alarm. */
  Map<String, String> tags(String arn);

  /** Adds tags to an alarm, or replaces the values of those it has. */
  void tag(String arn, Map<String, String> tags);

  /** An alarm's state, by CloudWatch's names. */
  enum AlarmState {
    OK,
    ALARM,
    INSUFFICIENT_DATA
  }

  /** What missing data points count as, by CloudWatch's names. */
  enum MissingData {
    MISSING,
    IGNORE,
    BREACHING,
    NOT_BREACHING
  }

  /** How the value is compared with the threshold. */
  enum Comparison {
    GREATER_THAN,
    GREATER_THAN_OR_EQUAL,
    LESS_THAN,
    LESS_THAN_OR_EQUAL,
    /** Outside an anomaly detection band: read from alarms made elsewhere, never put. */
    BAND
  }

  /**
   * An alarm to be put.
   *
   * @param expression metric math over the ids of {@code metrics}; null when there is exactly one
   *     metric, which is then watched itself
   * @param periodSeconds 10, 20, 30 or a multiple of 60
   * @param evaluationPeriods N of "M of N"
   * @param datapointsToAlarm M of "M of N"
   * @param actions ARNs told on ALARM
   */
  record AlarmSpec(
      String name,
      String description,
      List<MetricQuery> metrics,
      @Nullable String expression,
      Comparison comparison,
      double threshold,
      int periodSeconds,
      int evaluationPeriods,
      int datapointsToAlarm,
      MissingData missingData,
      List<String> actions,
      Map<String, String> tags) {

    /**
     * Whether it can be put: without an expression, which of several metrics is watched is not on
     * record. Such alarms were adopted once, and are left as they are.
     */
    public boolean writable() {
      return (expression != null || metrics.size() == 1) && comparison != Comparison.BAND;
    }

    /** Whether every metric is one endpoint's, so that the alarm says nothing of anything else. */
    public boolean watchesOnly(String endpointName) {
      return !metrics.isEmpty() && metrics.stream().allMatch(metric -> metric.isOf(endpointName));
    }
  }

  /** One metric with a statistic. {@code id} names it in an expression. */
  record MetricQuery(
      String id,
      String namespace,
      String metric,
      Map<String, String> dimensions,
      String statistic,
      int periodSeconds) {

    boolean isOf(String endpointName) {
      return endpointName.equals(dimensions.get("EndpointName"));
    }
  }

  /**
   * An alarm came into the state ALARM.
   *
   * @param reason CloudWatch's sentence for it; null where the history leaves it out
   */
  record Firing(Instant at, @Nullable String reason) {}

  /**
   * An alarm as it is; {@code spec} as far as CloudWatch tells (actions included, tags not).
   *
   * @param reason CloudWatch's sentence for the state, numbers included
   * @param acting whether it does anything when it fires; somebody may have switched that off
   */
  record LiveAlarm(
      String name,
      String arn,
      AlarmState state,
      @Nullable String reason,
      @Nullable Instant stateSince,
      boolean acting,
      AlarmSpec spec) {}
}
