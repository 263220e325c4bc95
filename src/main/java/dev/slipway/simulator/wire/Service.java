package dev.slipway.simulator.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The AWS services that the simulator speaks, with what the wire needs to know of each. */
public enum Service {
  SAGEMAKER("sagemaker", Style.JSON, "SageMaker", "api.sagemaker-2017-07-24", "2017-07-24"),
  SAGEMAKER_RUNTIME(
      "sagemaker", Style.REST_JSON, null, "runtime.sagemaker-2017-05-13", "2017-05-13"),
  APPLICATION_AUTO_SCALING(
      "application-autoscaling",
      Style.JSON,
      "AnyScaleFrontendService",
      "application-autoscaling-2016-02-06",
      "2016-02-06"),
  CLOUDWATCH(
      "monitoring",
      Style.QUERY,
      "GraniteServiceVersion20100801",
      "monitoring-2010-08-01",
      "2010-08-01"),
  ECR(
      "ecr",
      Style.JSON,
      "AmazonEC2ContainerRegistry_V20150921",
      "api.ecr-2015-09-21",
      "2015-09-21"),
  LOGS("logs", Style.JSON, "Logs_20140328", "logs-2014-03-28", "2014-03-28"),
  SERVICE_QUOTAS(
      "servicequotas",
      Style.JSON,
      "ServiceQuotasV20190624",
      "service-quotas-2019-06-24",
      "2019-06-24"),
  IAM("iam", Style.QUERY, null, "iam-2010-05-08", "2010-05-08"),
  STS("sts", Style.QUERY, null, "sts-2011-06-15", "2011-06-15"),
  SNS("sns", Style.QUERY, null, "sns-2010-03-31", "2010-03-31"),
  S3("s3", Style.REST_XML, null, null, "2006-03-01");

  /** The protocol that a service's errors take when a request is too broken to tell. */
  enum Style {
    JSON,
    QUERY,
    REST_JSON,
    REST_XML
  }

  private final String signingName;
  private final Style style;
  private final @Nullable String targetPrefix;
  private final @Nullable String model;
  private final String version;

  Service(
      String signingName,
      Style style,
      @Nullable String targetPrefix,
      @Nullable String model,
      String version) {
    this.signingName = signingName;
    this.style = style;
    this.targetPrefix = targetPrefix;
    this.model = model;
    this.version = version;
  }

  /** The service's name in a signature's scope. */
  public String signingName() {
    return signingName;
  }

  /** Its own name, such as {@code cloudwatch}, which need not be that in a signature's scope. */
  private String ownName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether this is the service's name in a signature's scope or its own name. */
  public boolean isCalled(String name) {
    return signingName.equalsIgnoreCase(name) || ownName().equalsIgnoreCase(name);
  }

  /** All names that services are called by. */
  public static SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>();
    for (Service one : values()) {
      names.add(one.signingName);
      names.add(one.ownName());
    }
    return names;
  }

  /** The API version, a date. */
  String version() {
    return version;
  }

  Style style() {
    return style;
  }

  /** AWS's published model of the service, a resource on the class path. */
  Optional<String> model() {
    return Optional.ofNullable(model).map(name -> "/aws/models/" + name + "-model.json");
  }

  /** The first part of {@code X-Amz-Target}, for services that have one. */
  Optional<String> targetPrefix() {
    return Optional.ofNullable(targetPrefix);
  }

  /** The XML namespace of answers in the Query protocol. */
  String xmlNamespace() {
    return switch (this) {
      case S3 -> "http://s3.amazonaws.com/doc/2006-03-01/";
      case STS -> "https://sts.amazonaws.com/doc/2011-06-15/";
      case IAM -> "https://iam.amazonaws.com/doc/2010-05-08/";
      case CLOUDWATCH -> "http://monitoring.amazonaws.com/doc/2010-08-01/";
      case SNS -> "http://sns.amazonaws.com/doc/2010-03-31/";
      case SAGEMAKER, SAGEMAKER_RUNTIME, APPLICATION_AUTO_SCALING, ECR, LOGS, SERVICE_QUOTAS -> "";
    };
  }
}
