package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Serverless Inference excludes in a version (developer guide, "Serverless Inference": feature
 * exclusions, and container support). An environment's profile is checked when it is stored.
 */
final class ServerlessExclusions {

  private static final Pattern ECR = Pattern.compile("(\\d{12})\\.dkr\\.ecr(-fips)?\\..+");

  private ServerlessExclusions() {}

  /** Refuses a pipeline, which SageMaker would refuse once the model is made. */
  static void refuse(ReleaseSpec wanted) {
    if (wanted.hosting().serverless() == null || !pipeline(wanted)) return;
    throw Refused.field(
        "serverless-excludes-pipelines",
        "/hosting/serverless",
        "Version "
            + wanted.modelVersion()
            + " has "
            + wanted.containers().size()
            + " containers, and Serverless Inference runs one: SageMaker would refuse the"
            + " endpoint. Use instances for it, or register a version that does it all in one"
            + " container.");
  }

  static boolean pipeline(ReleaseSpec wanted) {
    return wanted.furtherContainers() != null;
  }

  /**
   * The remark on an image in another account: Serverless Inference pulls from an ECR registry of
   * the endpoint's own account. It is no refusal, since the images that AWS itself offers are in
   * accounts of AWS's.
   */
  static Optional<Remark> elsewhere(ReleaseSpec wanted) {
    if (wanted.hosting().serverless() == null) return Optional.empty();
    String account = wanted.location().accountId();
    List<String> images =
        wanted.containers().stream()
            .map(ReleasedContainer::image)
            .filter(image -> !account.equals(account(image)))
            .toList();
    if (images.isEmpty()) return Optional.empty();
    boolean ecr = images.stream().allMatch(image -> !account(image).isEmpty());
    return Optional.of(
        new Remark(
            Severity.WARNING,
            "serverless-image-elsewhere",
            "The image "
                + String.join(", ", images)
                + (ecr ? " is in another account's registry" : " is in a registry other than ECR")
                + ", and Serverless Inference takes images from ECR in the endpoint's own account,"
                + " "
                + account
                + ": unless the image is one that AWS offers, SageMaker refuses the endpoint or"
                + " cannot start it.",
            "Copy the image into ECR of account "
                + account
                + " and map it there in the environment's image_mappings, or use instances."));
  }

  /** The account whose ECR an image is in; empty for another kind of registry. */
  private static String account(String image) {
    Matcher ecr = ECR.matcher(image);
    return ecr.matches() ? ecr.group(1) : "";
  }
}
