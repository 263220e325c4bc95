package dev.slipway.simulator.permission;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.iam.Access;
import dev.slipway.simulator.iam.Roles;
import dev.slipway.simulator.sts.Sessions;
import dev.slipway.simulator.wire.Call;
import dev.slipway.simulator.wire.Service;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a call needs to be allowed: its own action on every resource that it names, tagging where it
 * tags what it makes, and passing the role that it hands on ("Service Authorization Reference").
 * {@code sts:AssumeRole} is judged where trust is, and who one is may always be asked.
 */
public final class Needs {

  private final Resources resources;
  private final Roles roles;
  private final InstantSource clock;
  private final Function<String, Map<String, String>> tagsOf;

  /**
   * @param tagsOf the tags of a resource, by its ARN; none where there is no such resource
   */
  public Needs(Roles roles, InstantSource clock, Function<String, Map<String, String>> tagsOf) {
    this.resources = new Resources(roles);
    this.roles = roles;
    this.clock = clock;
    this.tagsOf = tagsOf;
  }

  List<Access> of(Call call, Sessions.Session session) {
    if (call.service() == Service.STS) {
      return List.of();
    }
    Map<String, List<String>> context = context(call, session);
    List<Access> needed = new ArrayList<>();
    for (String resource : resources.of(call)) {
      Map<String, List<String>> on = new LinkedHashMap<>(context);
      tagsOf
          .apply(resource)
          .forEach((key, value) -> on.put("aws:ResourceTag/" + key, List.of(value)));
      needed.add(new Access(action(call), resource, on));
      String tagging = tagging(call);
      if (!tagging.isEmpty() && !Given.tags(call.request()).isEmpty()) {
        needed.add(new Access(tagging, resource, on));
      }
    }
    passedRole(call)
        .forEach(role -> {
          Map<String, List<String>> passing = new LinkedHashMap<>(context);
          passing.put("iam:PassedToService", List.of("sagemaker.amazonaws.com"));
          needed.add(new Access("iam:PassRole", role, passing));
        });
    return needed;
  }

  private static List<String> passedRole(Call call) {
    return switch (call.operation()) {
      case "CreateModel" -> Given.text(call.request(), "ExecutionRoleArn");
      case "CreateInferenceRecommendationsJob" -> Given.text(call.request(), "RoleArn");
      default -> List.of();
    };
  }

  private static String tagging(Call call) {
    return switch (call.operation()) {
      case "CreateModel",
          "CreateEndpointConfig",
          "CreateEndpoint",
          "CreateInferenceRecommendationsJob" ->
          "sagemaker:AddTags";
      case "PutMetricAlarm", "PutCompositeAlarm" -> "cloudwatch:TagResource";
      case "RegisterScalableTarget" -> "application-autoscaling:TagResource";
      case "CreateRole" -> "iam:TagRole";
      case "CreateTopic" -> "sns:TagResource";
      default -> "";
    };
  }

  private static String action(Call call) {
    String prefix =
        switch (call.service()) {
          case SAGEMAKER, SAGEMAKER_RUNTIME -> "sagemaker:";
          case APPLICATION_AUTO_SCALING -> "application-autoscaling:";
          case CLOUDWATCH -> "cloudwatch:";
          case ECR -> "ecr:";
          case LOGS -> "logs:";
          case SERVICE_QUOTAS -> "servicequotas:";
          case IAM -> "iam:";
          case STS -> "sts:";
          case SNS -> "sns:";
          case S3 -> "s3:";
        };
    return prefix + (call.service() == Service.S3 ? s3(call.operation()) : call.operation());
  }

  /** S3's permissions are fewer than its operations. */
  private static String s3(String operation) {
    return switch (operation) {
      case "HeadObject" -> "GetObject";
      case "CopyObject",
          "CreateMultipartUpload",
          "UploadPart",
          "UploadPartCopy",
          "CompleteMultipartUpload" ->
          "PutObject";
      case "DeleteObjects" -> "DeleteObject";
      case "HeadBucket", "ListObjects", "ListObjectsV2" -> "ListBucket";
      case "ListBuckets" -> "ListAllMyBuckets";
      case "ListParts" -> "ListMultipartUploadParts";
      case "ListMultipartUploads" -> "ListBucketMultipartUploads";
      default -> operation;
    };
  }

  private Map<String, List<String>> context(Call call, Sessions.Session session) {
    Map<String, List<String>> context = new LinkedHashMap<>();
    Scope scope = Scope.of(call.caller());
    context.put("aws:RequestedRegion", List.of(scope.region()));
    context.put("aws:PrincipalAccount", List.of(scope.account()));
    context.put("aws:PrincipalArn", List.of(roles.arn(session.account(), session.role())));
    context.put("aws:PrincipalType", List.of("AssumedRole"));
    context.put("aws:ResourceAccount", List.of(scope.account()));
    context.put("aws:CurrentTime", List.of(clock.instant().toString()));
    if (call.operation().equals("PutMetricData")) {
      context.put("cloudwatch:namespace", Given.text(call.request(), "Namespace"));
    }
    Map<String, String> tags = Given.tags(call.request());
    tags.forEach((key, value) -> context.put("aws:RequestTag/" + key, List.of(value)));
    List<String> keys = new ArrayList<>(tags.keySet());
    keys.addAll(Given.text(call.request(), "TagKeys"));
    if (!keys.isEmpty()) {
      context.put("aws:TagKeys", List.copyOf(keys));
    }
    return context;
  }
}
