package dev.slipway.simulator.permission;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.iam.Roles;
import dev.slipway.simulator.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkPojo;

/** The ARNs of what a call is about; {@code *} where its action is on no resource. */
final class Resources {

  private final Roles roles;

  Resources(Roles roles) {
    this.roles = roles;
  }

  List<String> of(Call call) {
    Scope scope = Scope.of(call.caller());
    SdkPojo request = call.request();
    List<String> found =
        switch (call.service()) {
          case SAGEMAKER, SAGEMAKER_RUNTIME -> sageMaker(scope, request);
          case APPLICATION_AUTO_SCALING -> scaling(scope, call);
          case CLOUDWATCH -> cloudWatch(scope, call);
          case ECR ->
              named(
                  request,
                  repository -> scope.arn("ecr", "repository/" + repository),
                  "RepositoryName",
                  "RepositoryNames");
          case LOGS -> logs(scope, request);
          case IAM -> iam(scope, call);
          case SNS -> sns(scope, request);
          case S3 -> s3(request);
          case STS, SERVICE_QUOTAS -> List.of();
        };
    return found.isEmpty() ? List.of("*") : found;
  }

  private static List<String> sageMaker(Scope scope, SdkPojo request) {
    List<String> all = new ArrayList<>(Given.text(request, "ResourceArn"));
    kind(all, scope, request, "EndpointName", "endpoint");
    kind(all, scope, request, "EndpointConfigName", "endpoint-config");
    kind(all, scope, request, "ModelName", "model");
    kind(all, scope, request, "JobName", "inference-recommendations-job");
    return all;
  }

  /** Reading logs needs them by stream, whichever streams of the group that are. */
  private static List<String> logs(Scope scope, SdkPojo request) {
    List<String> groups = new ArrayList<>(Given.text(request, "logGroupName"));
    for (String identifier : Given.text(request, "logGroupIdentifier")) {
      groups.add(identifier.replaceFirst("^arn:.*:log-group:", ""));
    }
    String stream = String.join("", Given.text(request, "logStreamName"));
    return groups.stream()
        .map(group -> scope.arn("logs", "log-group:" + group + ":log-stream:" + stream))
        .toList();
  }

  private static void kind(
      List<String> all, Scope scope, SdkPojo request, String member, String kind) {
    for (String name : Given.text(request, member)) {
      all.add(scope.arn("sagemaker", kind + "/" + name.toLowerCase(Locale.ROOT)));
    }
  }

  private static List<String> scaling(Scope scope, Call call) {
    List<String> named = Given.text(call.request(), "ResourceARN");
    return named.isEmpty() && !call.operation().startsWith("Describe")
        ? List.of(scope.arn("application-autoscaling", "scalable-target/*"))
        : named;
  }

  private static List<String> cloudWatch(Scope scope, Call call) {
    SdkPojo request = call.request();
    List<String> all = new ArrayList<>(Given.text(request, "ResourceARN"));
    all.addAll(
        named(
            request, name -> scope.arn("cloudwatch", "alarm:" + name), "AlarmName", "AlarmNames"));
    all.addAll(
        named(
            request,
            name -> "arn:aws:cloudwatch::" + scope.account() + ":dashboard/" + name,
            "DashboardName",
            "DashboardNames"));
    return all.isEmpty() && call.operation().startsWith("DescribeAlarm")
        ? List.of(scope.arn("cloudwatch", "alarm:*"))
        : all;
  }

  private List<String> iam(Scope scope, Call call) {
    SdkPojo request = call.request();
    List<String> source = Given.text(request, "PolicySourceArn");
    if (!source.isEmpty()) {
      return source;
    }
    String path =
        call.operation().equals("CreateRole")
            ? Given.text(request, "Path").stream().findFirst().orElse("/")
            : "";
    List<String> named =
        named(
            request,
            name ->
                path.isEmpty()
                    ? roles.arn(scope.account(), name)
                    : "arn:aws:iam::" + scope.account() + ":role" + path + name,
            "RoleName");
    return named.isEmpty() ? List.of("arn:aws:iam::" + scope.account() + ":role/") : named;
  }

  private static List<String> sns(Scope scope, SdkPojo request) {
    List<String> all = new ArrayList<>();
    for (String member : List.of("TopicArn", "TargetArn", "ResourceArn", "SubscriptionArn")) {
      all.addAll(Given.text(request, member));
    }
    all.addAll(named(request, name -> scope.arn("sns", name), "Name"));
    return all;
  }

  private static List<String> s3(SdkPojo request) {
    return named(
        request,
        bucket -> {
          List<String> key = Given.text(request, "Key");
          return "arn:aws:s3:::" + bucket + (key.isEmpty() ? "" : "/" + key.getFirst());
        },
        "Bucket");
  }

  private static List<String> named(SdkPojo request, UnaryOperator<String> arn, String... members) {
    List<String> all = new ArrayList<>();
    for (String member : members) {
      Given.text(request, member).forEach(name -> all.add(arn.apply(name)));
    }
    return all;
  }
}
