package dev.slipway.simulator.s3;

import dev.slipway.base.Crc64;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.wire.Codec;
import dev.slipway.simulator.wire.ServiceException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** All buckets and their objects. A bucket's name is unique among all accounts. */
public final class Buckets {

  private static final String BUCKET = "s3.bucket";
  private static final String OBJECT = "s3.object";

  /** A bucket and the account that owns it. */
  record Owned(Bucket bucket, String account) {}

  /**
   * An object.
   *
   * @param head everything that is answered beside the bytes
   * @param content the bytes' name
   * @param parts how long each part is that it was uploaded in, by number; empty for one put whole
   */
  record Stored(GetObjectResponse head, String content, SortedMap<Integer, Long> parts) {}

  private final Journal journal;
  private final Contents contents;
  private final NavigableMap<String, Owned> buckets = new TreeMap<>();
  private final Map<String, NavigableMap<String, Stored>> objects = new TreeMap<>();

  /**
   * @param directory where bytes are kept; null for memory
   */
  public Buckets(Journal journal, @Nullable Path directory) {
    this.journal = journal;
    this.contents = new Contents(directory);
    journal.all(BUCKET).forEach(this::restoreBucket);
    journal.all(OBJECT).forEach(this::restoreObject);
  }

  /** An object's bytes, for what inside the simulator loads artifacts; empty when it is missing. */
  public synchronized Optional<byte[]> read(String bucket, String key) {
    return Optional.ofNullable(objects.getOrDefault(bucket, new TreeMap<>()).get(key))
        .map(stored -> contents.get(stored.content()));
  }

  /** Keeps an object for what inside the simulator writes one; false when there is no bucket. */
  public synchronized boolean write(
      String bucket, String key, byte[] bytes, String contentType, Instant now) {
    if (!buckets.containsKey(bucket)) {
      return false;
    }
    GetObjectResponse head =
        GetObjectResponse.builder()
            .eTag(Checksums.eTag(bytes))
            .checksumCRC64NVME(Crc64.of(bytes))
            .checksumType(ChecksumType.FULL_OBJECT)
            .contentLength((long) bytes.length)
            .contentType(contentType)
            .lastModified(now)
            .build();
    put(bucket, key, head, bytes, Preconditions.NONE);
    return true;
  }

  private void restoreBucket(String name, JsonNode document) {
    Bucket bucket = Codec.fromJson(document.path("bucket"), Bucket::builder);
    buckets.put(name, new Owned(bucket, document.path("account").asString("")));
    objects.put(name, new TreeMap<>());
  }

  private void restoreObject(String path, JsonNode document) {
    int slash = path.indexOf('/');
    GetObjectResponse head = Codec.fromJson(document.path("head"), GetObjectResponse::builder);
    Map<String, Stored> bucket = objects.get(path.substring(0, slash));
    if (bucket != null) {
      SortedMap<Integer, Long> parts = new TreeMap<>();
      for (JsonNode part : document.path("parts").values()) {
        parts.put(part.path("number").asInt(), part.path("size").asLong());
      }
      bucket.put(
          path.substring(slash + 1),
          new Stored(head, document.path("content").asString(""), parts));
    }
  }

  synchronized Owned bucket(String name) {
    Owned owned = buckets.get(name);
    if (owned == null) {
      throw new ServiceException(404, "NoSuchBucket", "The specified bucket does not exist")
          .with("BucketName", name);
    }
    return owned;
  }

  synchronized NavigableMap<String, Owned> all() {
    return new TreeMap<>(buckets);
  }

  synchronized void create(String name, Owned owned) {
    Owned known = buckets.get(name);
    if (known != null) {
      boolean own = known.account().equals(owned.account());
      if (own && "us-east-1".equals(owned.bucket().bucketRegion())) {
        return;
      }
      throw new ServiceException(
          409,
          own ? "BucketAlreadyOwnedByYou" : "BucketAlreadyExists",
          own
              ? "Your previous request to create the named bucket succeeded and you already own it."
              : "The requested bucket name is not available. The bucket namespace is shared by all"
                  + " users of the system. Please select a different name and try again.");
    }
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("account", owned.account()).set("bucket", Codec.toJson(owned.bucket()));
    journal.put(BUCKET, name, document);
    buckets.put(name, owned);
    objects.put(name, new TreeMap<>());
  }

  synchronized void remove(String name) {
    bucket(name);
    if (!of(name).isEmpty()) {
      throw new ServiceException(
          409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
    }
    journal.remove(BUCKET, name);
    buckets.remove(name);
    objects.remove(name);
  }

  /** The objects of a bucket by key, in the order of their keys. */
  synchronized NavigableMap<String, Stored> objects(String bucket) {
    bucket(bucket);
    return new TreeMap<>(of(bucket));
  }

  synchronized Stored object(String bucket, String key) {
    bucket(bucket);
    Stored stored = of(bucket).get(key);
    if (stored == null) {
      throw noSuchKey(key);
    }
    return stored;
  }

  static ServiceException noSuchKey(String key) {
    return new ServiceException(404, "NoSuchKey", "The specified key does not exist.")
        .with("Key", key);
  }

  byte[] bytes(Stored stored) {
    return contents.get(stored.content());
  }

  /**
   * Keeps an object that was put whole.
   *
   * @param given what must hold of the object that has the key so far
   */
  void put(String bucket, String key, GetObjectResponse head, byte[] bytes, Preconditions given) {
    put(bucket, key, head, bytes, new TreeMap<>(), given);
  }

  /**
   * Keeps an object that was uploaded in parts.
   *
   * @param parts how long each is, by number
   * @param given what must hold of the object that has the key so far
   */
  synchronized void put(
      String bucket,
      String key,
      GetObjectResponse head,
      byte[] bytes,
      SortedMap<Integer, Long> parts,
      Preconditions given) {
    bucket(bucket);
    Stored before = of(bucket).get(key);
    given.beforeWriting(key, before);
    Stored stored = new Stored(head, contents.put(bytes), parts);
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("content", stored.content()).set("head", Codec.toJson(head));
    if (!parts.isEmpty()) {
      ArrayNode sizes = document.putArray("parts");
      parts.forEach((number, size) -> sizes.addObject().put("number", number).put("size", size));
    }
    journal.put(OBJECT, bucket + "/" + key, document);
    of(bucket).put(key, stored);
    if (before != null) {
      sweep(before.content());
    }
  }

  /**
   * Removes an object. Where nothing is, that is no error.
   *
   * @param given what must hold of the object; where anything must, there has to be one
   */
  synchronized void remove(String bucket, String key, Preconditions given) {
    bucket(bucket);
    given.beforeWriting(key, of(bucket).get(key));
    Stored removed = of(bucket).remove(key);
    if (removed != null) {
      journal.remove(OBJECT, bucket + "/" + key);
      sweep(removed.content());
    }
  }

  private void sweep(String content) {
    boolean used =
        objects.values().stream()
            .flatMap(bucket -> bucket.values().stream())
            .anyMatch(stored -> stored.content().equals(content));
    if (!used) {
      contents.remove(content);
    }
  }

  private NavigableMap<String, Stored> of(String bucket) {
    return objects.computeIfAbsent(bucket, _ -> new TreeMap<>());
  }
}
