package dev.slipway.simulator.sagemaker;

/**
 * What AWS does not document. Each names how the simulator departs from its stated default, so that
 * what is built on it can be tried under either.
 */
public enum Undocumented {
  /** A guardrail rollback is shown as RollingBack. By default: Updating. */
  ROLLBACK_SHOWN_AS_ROLLING_BACK,
  /** After a rollback there is no FailureReason. By default there is one. */
  ROLLBACK_WITHOUT_REASON,
  /** An update begins though a rollback alarm of its is in ALARM. By default it is refused. */
  ALARMING_ACCEPTED,
  /** An update begins though a rollback alarm of its does not exist. By default it is refused. */
  UNKNOWN_ALARM_ACCEPTED,
  /**
   * An update is refused while a rollback alarm of its is in INSUFFICIENT_DATA. By default it
   * begins.
   */
  INSUFFICIENT_DATA_REFUSED,
  /**
   * A size beyond the guardrails' limits (50 percent of a variant's instances) fails the update
   * once it runs. By default the call is refused.
   */
  SIZES_REFUSED_LATE,
  /** Percentages of instances are rounded down, to one at least. By default they are rounded up. */
  SIZES_ROUNDED_DOWN,
  /** Alarms are not watched during TerminationWait. By default they are. */
  FINAL_BAKE_UNWATCHED,
  /**
   * LastDeploymentConfig is absent until the first update. By default it is there right after
   * CreateEndpoint.
   */
  LAST_DEPLOYMENT_AFTER_AN_UPDATE,
  /**
   * A serverless variant's model that has what Serverless Inference excludes is refused by
   * CreateEndpoint and UpdateEndpoint. By default CreateEndpointConfig refuses it.
   */
  SERVERLESS_EXCLUSIONS_REFUSED_LATE,
  /**
   * A DeploymentConfig for a serverless endpoint is ignored. By default it is refused, since
   * guardrails are for real-time and asynchronous endpoints only.
   */
  SERVERLESS_GUARDRAILS_IGNORED,
  /**
   * A request that meets a cold start is answered 429 ModelNotReadyException, and the environment
   * is up for a later one. By default it waits, unless the start takes more than 60 s.
   */
  COLD_START_REFUSES,
  /** Variants without traffic report nothing. By default they report zero invocations. */
  NO_IDLE_ZEROS,
  /** Target tracking's low alarm is at 85 percent of the target. By default it is at 90. */
  LOW_ALARM_AT_85_PERCENT,
  /**
   * ConcurrentRequestsPerModel is reported once a minute, and tracked by alarms of a minute. By
   * default every 10 seconds.
   */
  CONCURRENCY_REPORTED_EACH_MINUTE,
  /**
   * The Inference Recommender tells ModelLatency in microseconds, as samples in the guide suggest.
   * By default in milliseconds, as the guide's table says.
   */
  RECOMMENDED_LATENCY_IN_MICROSECONDS,
  /**
   * An alarm over other than 3 periods looks at just these. By default at two more, as it does for
   * 3.
   */
  EVALUATION_RANGE_WITHOUT_EXTRA,
  /**
   * A model is refused while its execution role does not exist or does not trust SageMaker. By
   * default the role is taken as given.
   */
  EXECUTION_ROLE_CHECKED,
  /** Such a role is looked at too, and what is said of it is worded otherwise. */
  EXECUTION_ROLE_REFUSED_IN_OTHER_WORDS,
  /** What is said of a size beyond the guardrails' limits is worded otherwise. */
  SIZE_REFUSED_IN_OTHER_WORDS,
  /** What is said of a registered variant's new instance type is worded otherwise. */
  INSTANCE_TYPE_REFUSED_IN_OTHER_WORDS,
  /** FailureReason after a rollback is worded otherwise. */
  ROLLBACK_REASON_IN_OTHER_WORDS,
  /**
   * DescribeEndpoint finds an endpoint whatever the case of its name. By default only under the
   * name as it was given, like InvokeEndpoint.
   */
  ENDPOINT_FOUND_IN_ANY_CASE,
  /** What is said of an unknown TargetVariant is worded otherwise. */
  UNKNOWN_VARIANT_IN_OTHER_WORDS,
  /**
   * What is said of a session that is not known or over, and of plain and asynchronous invocations
   * of the wrong endpoint, is worded otherwise.
   */
  INVOCATION_REFUSED_IN_OTHER_WORDS
}
