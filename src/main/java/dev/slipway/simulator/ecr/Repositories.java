package dev.slipway.simulator.ecr;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.wire.Codec;
import dev.slipway.simulator.wire.ServiceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.Repository;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The repositories of all registries (accounts and regions) and their images. */
public final class Repositories {

  private static final String REPOSITORY = "ecr.repository";
  private static final String IMAGE = "ecr.image";
  private static final Pattern HOSTED =
      Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com/(.+)");

  /** An image: its tags move, its digest and manifest do not. */
  record Stored(ImageDetail detail, String manifest) {}

  private final Journal journal;
  private final Map<String, Repository> repositories = new TreeMap<>();
  private final Map<String, Stored> images = new TreeMap<>();

  public Repositories(Journal journal) {
    this.journal = journal;
    journal
        .all(REPOSITORY)
        .forEach((key, document) -> {
          Repository repository = Codec.fromJson(document, Repository::builder);
          repositories.put(key, repository);
        });
    journal
        .all(IMAGE)
        .forEach((key, document) -> {
          ImageDetail detail = Codec.fromJson(document.path("detail"), ImageDetail::builder);
          images.put(key, new Stored(detail, document.path("manifest").asString("")));
        });
  }

  synchronized void create(Scope registry, Repository repository) {
    String name = repository.repositoryName();
    if (repositories.containsKey(registry.key(name))) {
      throw new ServiceException(
          400,
          "RepositoryAlreadyExistsException",
          "The repository with name '"
              + name
              + "' already exists in the registry with id '"
              + registry.account()
              + "'");
    }
    journal.put(REPOSITORY, registry.key(name), Codec.toJson(repository));
    repositories.put(registry.key(name), repository);
  }

  synchronized Repository get(Scope registry, String name) {
    Repository repository = repositories.get(registry.key(name));
    if (repository == null) {
      throw new ServiceException(
          400,
          "RepositoryNotFoundException",
          "The repository with name '"
              + name
              + "' does not exist in the registry with id '"
              + registry.account()
              + "'");
    }
    return repository;
  }

  synchronized Collection<Repository> all(Scope registry) {
    return repositories.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(registry.key("")))
        .map(Map.Entry::getValue)
        .toList();
  }

  synchronized List<Stored> images(Scope registry, String repository) {
    get(registry, repository);
    String prefix = registry.key(repository) + "@";
    return images.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The image of a digest, a tag, or of a digest that has that tag; null when there is none. */
  synchronized @Nullable Stored image(Scope registry, String repository, ImageIdentifier id) {
    for (Stored stored : images(registry, repository)) {
      boolean digest =
          id.imageDigest() == null || id.imageDigest().equals(stored.detail().imageDigest());
      boolean tag = id.imageTag() == null || stored.detail().imageTags().contains(id.imageTag());
      if (digest && tag) {
        return stored;
      }
    }
    return null;
  }

  /**
   * The image by digest, {@code repository@sha256:…}, as its tag stands now. An image of which this
   * registry knows nothing (AWS's own containers, say) gets a digest made from its name, always the
   * same.
   *
   * @param image as a model names it: with a tag, a digest, or neither, which means {@code latest}
   */
  public synchronized String resolve(String image) {
    if (image.contains("@sha256:")) {
      return image;
    }
    int slash = image.lastIndexOf('/');
    int colon = image.indexOf(':', slash + 1);
    String repository = colon < 0 ? image : image.substring(0, colon);
    String tag = colon < 0 ? "latest" : image.substring(colon + 1);
    Matcher matcher = HOSTED.matcher(repository);
    if (matcher.matches()) {
      Scope registry = new Scope(matcher.group(1), matcher.group(2));
      ImageIdentifier id = ImageIdentifier.builder().imageTag(tag).build();
      String name = matcher.group(3);
      Stored stored =
          repositories.containsKey(registry.key(name)) ? image(registry, name, id) : null;
      if (stored != null) {
        return repository + "@" + stored.detail().imageDigest();
      }
    }
    return repository + "@" + Digests.of(repository + ":" + tag);
  }

  /** Keeps the image; its tag, if any, leaves the image that had it. */
  synchronized Stored put(Scope registry, Stored image, @Nullable String tag) {
    String repository = image.detail().repositoryName();
    ImageIdentifier sameDigest =
        ImageIdentifier.builder().imageDigest(image.detail().imageDigest()).build();
    Stored known = image(registry, repository, sameDigest);
    Stored stored = known == null ? image : known;
    if (tag != null) {
      Stored before = image(registry, repository, ImageIdentifier.builder().imageTag(tag).build());
      if (before != null) {
        keep(registry, retagged(before, tag, false));
      }
      stored = retagged(stored, tag, true);
    }
    keep(registry, stored);
    return stored;
  }

  private static Stored retagged(Stored image, String tag, boolean add) {
    List<String> tags = new ArrayList<>(image.detail().imageTags());
    tags.remove(tag);
    if (add) {
      tags.add(tag);
    }
    ImageDetail detail = image.detail().toBuilder().imageTags(tags.isEmpty() ? null : tags).build();
    return new Stored(detail, image.manifest());
  }

  private void keep(Scope registry, Stored image) {
    String key = registry.key(image.detail().repositoryName()) + "@" + image.detail().imageDigest();
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("manifest", image.manifest()).set("detail", Codec.toJson(image.detail()));
    journal.put(IMAGE, key, document);
    images.put(key, image);
  }
}
