package dev.slipway.simulator.ecr;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.model.*;

/** The ECR operations that tell a tag's digest, and those that put images there to begin with. */
public final class Ecr {

  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

  private final Repositories repositories;
  private final InstantSource clock;

  public Ecr(Repositories repositories, InstantSource clock) {
    this.repositories = repositories;
    this.clock = clock;
  }

  public CreateRepositoryResponse createRepository(CreateRepositoryRequest request, Caller caller) {
    Scope registry = registry(request.registryId(), caller);
    String name = request.repositoryName();
    String mutability = request.imageTagMutabilityAsString();
    Repository repository =
        Repository.builder()
            .registryId(registry.account())
            .repositoryName(name)
            .repositoryArn(registry.arn("ecr", "repository/" + name))
            .repositoryUri(
                registry.account() + ".dkr.ecr." + registry.region() + ".amazonaws.com/" + name)
            .createdAt(clock.instant())
            .imageTagMutability(mutability == null ? "MUTABLE" : mutability)
            .build();
    repositories.create(registry, repository);
    return CreateRepositoryResponse.builder().repository(repository).build();
  }

  public DescribeRepositoriesResponse describeRepositories(
      DescribeRepositoriesRequest request, Caller caller) {
    Scope registry = registry(request.registryId(), caller);
    List<Repository> found =
        request.hasRepositoryNames()
            ? request.repositoryNames().stream()
                .map(name -> repositories.get(registry, name))
                .toList()
            : List.copyOf(repositories.all(registry));
    return DescribeRepositoriesResponse.builder().repositories(found).build();
  }

  /** The digest is the manifest's SHA-256, as the registry computes it. */
  public PutImageResponse putImage(PutImageRequest request, Caller caller) {
    Scope registry = registry(request.registryId(), caller);
    Repository repository = repositories.get(registry, request.repositoryName());
    String digest = Digests.of(request.imageManifest());
    if (request.imageDigest() != null && !request.imageDigest().equals(digest)) {
      throw new ServiceException(
          400,
          "ImageDigestDoesNotMatchException",
          "The specified digest '"
              + request.imageDigest()
              + "' does not match the digest calculated for the image: '"
              + digest
              + "'.");
    }
    refuseRepetition(registry, repository, request.imageTag(), digest);
    String type =
        request.imageManifestMediaType() == null ? MANIFEST : request.imageManifestMediaType();
    ImageDetail detail =
        ImageDetail.builder()
            .registryId(registry.account())
            .repositoryName(request.repositoryName())
            .imageDigest(digest)
            .imageManifestMediaType(type)
            .imageSizeInBytes((long) request.imageManifest().length())
            .imagePushedAt(clock.instant())
            .build();
    Repositories.Stored stored =
        repositories.put(
            registry, new Repositories.Stored(detail, request.imageManifest()), request.imageTag());
    return PutImageResponse.builder().image(image(stored, request.imageTag())).build();
  }

  public BatchGetImageResponse batchGetImage(BatchGetImageRequest request, Caller caller) {
    Scope registry = registry(request.registryId(), caller);
    repositories.get(registry, request.repositoryName());
    List<Image> images = new ArrayList<>();
    List<ImageFailure> failures = new ArrayList<>();
    for (ImageIdentifier id : request.imageIds()) {
      Repositories.Stored stored = repositories.image(registry, request.repositoryName(), id);
      if (stored == null) {
        failures.add(
            ImageFailure.builder()
                .imageId(id)
                .failureCode(ImageFailureCode.IMAGE_NOT_FOUND)
                .failureReason("Requested image not found")
                .build());
      } else {
        images.add(image(stored, id.imageTag()));
      }
    }
    return BatchGetImageResponse.builder().images(images).failures(failures).build();
  }

  public DescribeImagesResponse describeImages(DescribeImagesRequest request, Caller caller) {
    Scope registry = registry(request.registryId(), caller);
    String name = request.repositoryName();
    List<ImageDetail> details = new ArrayList<>();
    if (request.hasImageIds()) {
      for (ImageIdentifier id : request.imageIds()) {
        Repositories.Stored stored = repositories.image(registry, name, id);
        if (stored == null) {
          throw notFound(registry, name, id);
        }
        details.add(stored.detail());
      }
    } else {
      repositories.images(registry, name).forEach(stored -> details.add(stored.detail()));
    }
    return DescribeImagesResponse.builder().imageDetails(details).build();
  }

  private void refuseRepetition(
      Scope registry, Repository repository, @Nullable String tag, String digest) {
    ImageIdentifier id =
        tag == null
            ? ImageIdentifier.builder().imageDigest(digest).build()
            : ImageIdentifier.builder().imageTag(tag).build();
    Repositories.Stored known = repositories.image(registry, repository.repositoryName(), id);
    if (known == null) {
      return;
    }
    if (known.detail().imageDigest().equals(digest)) {
      throw new ServiceException(
          400,
          "ImageAlreadyExistsException",
          "Image with digest '"
              + digest
              + "' and tag '"
              + tag
              + "' already exists in the repository with name '"
              + repository.repositoryName()
              + "' in registry with id '"
              + registry.account()
              + "'");
    }
    if (repository.imageTagMutability() == ImageTagMutability.IMMUTABLE) {
      throw new ServiceException(
          400,
          "ImageTagAlreadyExistsException",
          "The image tag '"
              + tag
              + "' already exists in the '"
              + repository.repositoryName()
              + "' repository and cannot be overwritten because the repository is immutable.");
    }
  }

  private static ServiceException notFound(Scope registry, String name, ImageIdentifier id) {
    return new ServiceException(
        400,
        "ImageNotFoundException",
        "The image with imageId {imageDigest:'"
            + id.imageDigest()
            + "', imageTag:'"
            + id.imageTag()
            + "'} does not exist within the repository with name '"
            + name
            + "' in the registry with id '"
            + registry.account()
            + "'");
  }

  private static Image image(Repositories.Stored stored, @Nullable String tag) {
    ImageDetail detail = stored.detail();
    return Image.builder()
        .registryId(detail.registryId())
        .repositoryName(detail.repositoryName())
        .imageId(ImageIdentifier.builder().imageDigest(detail.imageDigest()).imageTag(tag).build())
        .imageManifest(stored.manifest())
        .imageManifestMediaType(detail.imageManifestMediaType())
        .build();
  }

  private static Scope registry(@Nullable String registryId, Caller caller) {
    return new Scope(registryId == null ? caller.accountId() : registryId, caller.region());
  }
}
