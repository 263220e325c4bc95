package dev.slipway.environment;

import dev.slipway.base.Violations;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.ContainerVariables;
import dev.slipway.cloud.TagKeys;
import dev.slipway.environment.Profile.ExecutionRole;
import dev.slipway.environment.Profile.Mapping;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The limits of each field that says where and as whom models run. */
final class ProfileLimits {

  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]{1,20}){1,3}-\\d{1,2}");
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");
  private static final Pattern POLICY =
      Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}|aws):policy/[\\x21-\\x7e]+");
  private static final Pattern PATH = Pattern.compile("/|/[\\x21-\\x7e]+/");
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
  private static final Pattern TOPIC =
      Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?");
  private static final Pattern ARTIFACTS =
      Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[^\\p{Cc}\\p{Cs}]{0,900}");
  private static final Pattern STORE =
      Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/([A-Za-z0-9!_.*'()-]+/){0,20}");
  private static final Pattern IMAGES = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final Pattern IMAGE_TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern TAG_TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private static final int MOST_MAPPINGS = 50;

  /** SageMaker takes 50; Slipway's own marks need some of them. */
  private static final int MOST_TAGS = 40;

  private static final String ROLE_HINT =
      "It must be the ARN of a role, such as arn:aws:iam::123456789012:role/sagemaker-inference.";

  private ProfileLimits() {}

  static void check(Profile profile, String at, Violations found) {
    location(profile.location(), at + "/location", found);
    role(profile.executionRole(), at + "/execution_role", found);
    mappings(
        profile.artifactMappings(),
        ARTIFACTS,
        "It must begin with a bucket and a slash: s3://<bucket>/<prefix>.",
        at + "/artifact_mappings",
        found);
    matches(
        profile.artifactStore(),
        STORE,
        at + "/artifact_store",
        "It must be a bucket and a prefix that ends with a slash, such as"
            + " s3://ml-models-prod/slipway/.",
        found);
    if (profile.inferenceRecommender() != null) {
      String here = at + "/inference_recommender";
      matches(profile.inferenceRecommender().roleArn(), ROLE, here + "/role_arn", ROLE_HINT, found);
      matches(
          profile.inferenceRecommender().payloadStore(),
          STORE,
          here + "/payload_store",
          "It must be a bucket and a prefix that ends with a slash, such as"
              + " s3://ml-models-prod/samples/.",
          found);
    }
    mappings(
        profile.imageMappings(),
        IMAGES,
        "It must be the beginning of an image of at most 255 characters without spaces.",
        at + "/image_mappings",
        found);
    matches(
        profile.imageTag(),
        IMAGE_TAG,
        at + "/image_tag",
        "An image tag has 1 to 128 characters out of letters, digits and . _ -, and begins with a"
            + " letter, a digit or _.",
        found);
    ContainerVariables.check(profile.containerEnvironment(), at + "/container_environment", found);
    tags(profile.tags(), at + "/tags", found);
    matches(
        profile.alarms().snsTopicArn(),
        TOPIC,
        at + "/alarms/sns_topic_arn",
        "It must be the ARN of a topic, such as arn:aws:sns:us-east-1:123456789012:ml-alerts.",
        found);
    found.require(
        profile.keepReleases() >= 1 && profile.keepReleases() <= 1000,
        at + "/keep_releases",
        "Between 1 and 1000 earlier releases are kept; without one there is no way back.");
  }

  private static void location(CloudLocation location, String at, Violations found) {
    matches(
        location.accountId(), ACCOUNT, at + "/account_id", "An account id has 12 digits.", found);
    matches(
        location.region(),
        REGION,
        at + "/region",
        "It must be the name of a region, such as us-east-1.",
        found);
    matches(location.roleArn(), ROLE, at + "/role_arn", ROLE_HINT, found);
    matches(
        location.externalId(),
        EXTERNAL_ID,
        at + "/external_id",
        "An external id has 2 to 1224 characters out of letters, digits and _ + = , . @ : / -.",
        found);
  }

  private static void role(ExecutionRole role, String at, Violations found) {
    matches(role.arn(), ROLE, at + "/arn", ROLE_HINT, found);
    matches(
        role.path(),
        PATH,
        at + "/path",
        "A path begins and ends with a slash, such as /slipway/.",
        found);
    found.require(
        role.path() == null || role.path().length() <= 512,
        at + "/path",
        "A path has at most 512 characters.");
    matches(
        role.permissionsBoundaryArn(),
        POLICY,
        at + "/permissions_boundary_arn",
        "It must be the ARN of a policy, such as arn:aws:iam::123456789012:policy/boundary.",
        found);
  }

  private static void mappings(
      List<Mapping> mappings, Pattern form, String hint, String at, Violations found) {
    found.require(
        mappings.size() <= MOST_MAPPINGS,
        at,
        "There are more than " + MOST_MAPPINGS + " mappings.");
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < mappings.size(); i++) {
      Mapping mapping = mappings.get(i);
      String here = at + "/" + i;
      matches(mapping.from(), form, here + "/from", hint, found);
      matches(mapping.to(), form, here + "/to", hint, found);
      found.require(
          seen.add(mapping.from()), here + "/from", "Another mapping has the same from already.");
      found.require(
          mapping.from().endsWith("/") == mapping.to().endsWith("/"),
          here + "/to",
          "from and to must both end with a slash, or neither.");
    }
  }

  private static void tags(Map<String, String> tags, String at, Violations found) {
    found.require(
        tags.size() <= MOST_TAGS,
        at,
        "There are more than %d tags; SageMaker takes 50, and Slipway marks its own."
            .formatted(MOST_TAGS));
    tags.forEach((key, value) -> {
      String here = Violations.pointer(at, key);
      found.require(
          !key.isEmpty() && key.length() <= 128 && TAG_TEXT.matcher(key).matches(),
          here,
          "A tag's key has 1 to 128 characters out of letters, digits, spaces and _ . : / = + -"
              + " @.");
      found.require(
          value.length() <= 256 && TAG_TEXT.matcher(value).matches(),
          here,
          "A tag's value has at most 256 characters out of letters, digits, spaces and"
              + " _ . : / = + - @.");
      found.require(
          !TagKeys.reserved(key),
          here,
          "Keys that begin with slipway: or aws: are taken; choose another.");
    });
  }

  private static void matches(
      @Nullable String value, Pattern form, String at, String hint, Violations found) {
    found.require(
        value == null || value.length() <= 2048 && form.matcher(value).matches(), at, hint);
  }
}
