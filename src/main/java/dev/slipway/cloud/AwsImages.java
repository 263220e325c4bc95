package dev.slipway.cloud;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/**
 * {@link Images} over ECR. It asks with BatchGetImage, which whoever may pull may ask, also in
 * another account.
 *
 * @param ecr the client of a region: an image may lie elsewhere than the endpoint
 */
record AwsImages(Function<String, EcrClient> ecr) implements Images {

  private static final AwsCalls CALLS = new AwsCalls("ecr");

  /**
   * {@code account.dkr.ecr.region.amazonaws.com/repository:tag}; the digest form is read before.
   */
  private static final Pattern IMAGE =
      Pattern.compile(
          "(\\d{12})\\.dkr[.-]ecr(?:-fips)?\\.([a-z0-9-]+)\\.[a-z0-9.-]+/([^:@]+)(?::([^:@/]+))?");

  private static final Pattern DIGEST = Pattern.compile("[^@]+@(sha256:[0-9a-f]{64})");

  @Override
  public Optional<String> digest(String image) {
    Matcher pinned = DIGEST.matcher(image);
    if (pinned.matches()) return Optional.of(pinned.group(1));
    Matcher place = IMAGE.matcher(image);
    if (!place.matches()) return Optional.empty();
    String tag = place.group(4) == null ? "latest" : place.group(4);
    return get(place, ImageIdentifier.builder().imageTag(tag).build());
  }

  @Override
  public boolean exists(String image) {
    Matcher pinned = DIGEST.matcher(image);
    if (!pinned.matches()) return !IMAGE.matcher(image).matches() || digest(image).isPresent();
    Matcher place = IMAGE.matcher(image.substring(0, image.indexOf('@')));
    return !place.matches()
        || get(place, ImageIdentifier.builder().imageDigest(pinned.group(1)).build()).isPresent();
  }

  private Optional<String> get(Matcher place, ImageIdentifier which) {
    List<Object> image = List.of(place.group(1), place.group(2), place.group(3), which);
    return OneLook.answer(this, "BatchGetImage", image, () -> ask(place, which));
  }

  private Optional<String> ask(Matcher place, ImageIdentifier which) {
    return CALLS
        .<BatchGetImageResponse>find(
            "BatchGetImage",
            () ->
                ecr.apply(place.group(2))
                    .batchGetImage(it ->
                        it.registryId(place.group(1))
                            .repositoryName(place.group(3))
                            .imageIds(which)))
        .flatMap(answer -> answer.images().stream().findFirst())
        .map(found -> found.imageId().imageDigest());
  }
}
