package dev.slipway.simulator.s3;

import dev.slipway.simulator.wire.Answer;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.*;

/**
 * The S3 operations on buckets and whole objects. Bucket policies and ownership are not evaluated:
 * any caller reaches any bucket.
 */
public final class S3 {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private static final int MOST_BUCKETS = 10_000;

  private final Buckets buckets;
  private final InstantSource clock;

  public S3(Buckets buckets, InstantSource clock) {
    this.buckets = buckets;
    this.clock = clock;
  }

  /** Pages go on after the name that the token is. */
  public ListBucketsResponse listBuckets(ListBucketsRequest request, Caller caller) {
    int most = request.maxBuckets() == null ? MOST_BUCKETS : request.maxBuckets();
    if (most < 1 || most > MOST_BUCKETS) {
      throw new ServiceException(
              400,
              "InvalidArgument",
              "Argument max-buckets must be an integer between 1 and " + MOST_BUCKETS)
          .with("ArgumentName", "max-buckets");
    }
    String after = request.continuationToken() == null ? "" : request.continuationToken();
    String prefix = request.prefix() == null ? "" : request.prefix();
    List<Bucket> own =
        buckets.all().values().stream()
            .filter(owned -> owned.account().equals(caller.accountId()))
            .map(Buckets.Owned::bucket)
            .filter(
                bucket -> bucket.name().startsWith(prefix) && bucket.name().compareTo(after) > 0)
            .toList();
    List<Bucket> page = own.subList(0, Math.min(most, own.size()));
    return ListBucketsResponse.builder()
        .buckets(page)
        .continuationToken(page.size() < own.size() ? page.getLast().name() : null)
        .owner(Owner.builder().id(caller.accountId()).build())
        .build();
  }

  public CreateBucketResponse createBucket(CreateBucketRequest request, Caller caller) {
    String name = request.bucket();
    if (!BUCKET.matcher(name).matches()) {
      throw new ServiceException(400, "InvalidBucketName", "The specified bucket is not valid.")
          .with("BucketName", name);
    }
    CreateBucketConfiguration configuration = request.createBucketConfiguration();
    String asked = configuration == null ? null : configuration.locationConstraintAsString();
    String region = asked == null ? "us-east-1" : asked;
    if (!region.equals(caller.region())) {
      throw new ServiceException(
          400,
          "IllegalLocationConstraintException",
          "The "
              + (asked == null ? "unspecified" : asked)
              + " location constraint is incompatible for the region specific endpoint this request"
              + " was sent to.");
    }
    Bucket bucket =
        Bucket.builder().name(name).creationDate(clock.instant()).bucketRegion(region).build();
    buckets.create(name, new Buckets.Owned(bucket, caller.accountId()));
    return CreateBucketResponse.builder().location("/" + name).build();
  }

  public HeadBucketResponse headBucket(HeadBucketRequest request, Caller caller) {
    Buckets.Owned owned = buckets.bucket(request.bucket());
    return HeadBucketResponse.builder().bucketRegion(owned.bucket().bucketRegion()).build();
  }

  public DeleteBucketResponse deleteBucket(DeleteBucketRequest request, Caller caller) {
    buckets.remove(request.bucket());
    return DeleteBucketResponse.builder().build();
  }

  public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request, Caller caller) {
    return Listing.of(request, buckets.objects(request.bucket()));
  }

  public ListObjectsResponse listObjects(ListObjectsRequest request, Caller caller) {
    return Listing.of(request, buckets.objects(request.bucket()));
  }

  public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request, Caller caller) {
    List<DeletedObject> deleted = new ArrayList<>();
    for (ObjectIdentifier object : request.delete().objects()) {
      buckets.remove(request.bucket(), object.key());
      deleted.add(DeletedObject.builder().key(object.key()).build());
    }
    boolean quiet = Boolean.TRUE.equals(request.delete().quiet());
    return DeleteObjectsResponse.builder().deleted(quiet ? List.of() : deleted).build();
  }

  public PutObjectResponse putObject(PutObjectRequest request, Caller caller, byte[] body) {
    buckets.bucket(request.bucket());
    Checksums.verify(request, body);
    GetObjectResponse head =
        GetObjectResponse.builder()
            .eTag(Checksums.eTag(body))
            .contentLength((long) body.length)
            .contentType(type(request.contentType()))
            .contentEncoding(request.contentEncoding())
            .contentDisposition(request.contentDisposition())
            .contentLanguage(request.contentLanguage())
            .cacheControl(request.cacheControl())
            .lastModified(clock.instant())
            .metadata(request.hasMetadata() ? request.metadata() : null)
            .checksumCRC32(request.checksumCRC32())
            .checksumCRC32C(request.checksumCRC32C())
            .checksumCRC64NVME(request.checksumCRC64NVME())
            .checksumSHA1(request.checksumSHA1())
            .checksumSHA256(request.checksumSHA256())
            .checksumType(summed(request) ? ChecksumType.FULL_OBJECT : null)
            .build();
    buckets.put(request.bucket(), request.key(), head, body, "*".equals(request.ifNoneMatch()));
    return PutObjectResponse.builder()
        .eTag(head.eTag())
        .serverSideEncryption(ServerSideEncryption.AES256)
        .checksumCRC32(head.checksumCRC32())
        .checksumCRC32C(head.checksumCRC32C())
        .checksumCRC64NVME(head.checksumCRC64NVME())
        .checksumSHA1(head.checksumSHA1())
        .checksumSHA256(head.checksumSHA256())
        .checksumType(head.checksumType())
        .build();
  }

  public Answer getObject(GetObjectRequest request, Caller caller) {
    Buckets.Stored stored = buckets.object(request.bucket(), request.key());
    unchanged(request.ifMatch(), stored);
    byte[] bytes = buckets.bytes(stored);
    GetObjectResponse.Builder head =
        shown(stored, request.checksumModeAsString()).acceptRanges("bytes");
    Matcher range = RANGE.matcher(request.range() == null ? "" : request.range());
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return new Answer(head.build(), bytes);
    }
    int length = bytes.length;
    int from = start(range, length);
    int to = end(range, length);
    if (from >= length || from > to) {
      throw new ServiceException(416, "InvalidRange", "The requested range is not satisfiable");
    }
    GetObjectResponse part =
        withoutChecksums(head)
            .contentLength((long) (to - from + 1))
            .contentRange("bytes " + from + "-" + to + "/" + length)
            .build();
    return new Answer(part, Arrays.copyOfRange(bytes, from, to + 1));
  }

  public HeadObjectResponse headObject(HeadObjectRequest request, Caller caller) {
    Buckets.Stored stored = buckets.object(request.bucket(), request.key());
    unchanged(request.ifMatch(), stored);
    GetObjectResponse head = shown(stored, request.checksumModeAsString()).build();
    return HeadObjectResponse.builder()
        .acceptRanges("bytes")
        .eTag(head.eTag())
        .contentLength(head.contentLength())
        .contentType(head.contentType())
        .contentEncoding(head.contentEncoding())
        .contentDisposition(head.contentDisposition())
        .contentLanguage(head.contentLanguage())
        .cacheControl(head.cacheControl())
        .lastModified(head.lastModified())
        .metadata(head.hasMetadata() ? head.metadata() : null)
        .serverSideEncryption(head.serverSideEncryption())
        .checksumCRC32(head.checksumCRC32())
        .checksumCRC32C(head.checksumCRC32C())
        .checksumCRC64NVME(head.checksumCRC64NVME())
        .checksumSHA1(head.checksumSHA1())
        .checksumSHA256(head.checksumSHA256())
        .checksumType(head.checksumType())
        .build();
  }

  public GetObjectAttributesResponse getObjectAttributes(
      GetObjectAttributesRequest request, Caller caller) {
    Buckets.Stored stored = buckets.object(request.bucket(), request.key());
    GetObjectResponse head = stored.head();
    GetObjectAttributesResponse.Builder found =
        GetObjectAttributesResponse.builder().lastModified(head.lastModified());
    for (String attribute : request.objectAttributesAsStrings()) {
      switch (attribute) {
        case "ETag" -> found.eTag(head.eTag().replace("\"", ""));
        case "ObjectSize" -> found.objectSize(head.contentLength());
        case "StorageClass" -> found.storageClass(StorageClass.STANDARD);
        case "Checksum" -> {
          if (head.checksumType() != null) {
            found.checksum(checksum(head));
          }
        }
        default -> {}
      }
    }
    return found.build();
  }

  public DeleteObjectResponse deleteObject(DeleteObjectRequest request, Caller caller) {
    buckets.remove(request.bucket(), request.key());
    return DeleteObjectResponse.builder().build();
  }

  public CopyObjectResponse copyObject(CopyObjectRequest request, Caller caller) {
    String source = URLDecoder.decode(request.copySource(), StandardCharsets.UTF_8);
    String path = source.startsWith("/") ? source.substring(1) : source;
    int slash = path.indexOf('/');
    if (slash < 1) {
      throw new ServiceException(
          400,
          "InvalidArgument",
          "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }
    Buckets.Stored from = buckets.object(path.substring(0, slash), path.substring(slash + 1));
    byte[] bytes = buckets.bytes(from);
    GetObjectResponse.Builder head = from.head().toBuilder().lastModified(clock.instant());
    if ("REPLACE".equals(request.metadataDirectiveAsString())) {
      head.contentType(type(request.contentType()))
          .metadata(request.hasMetadata() ? request.metadata() : null);
    }
    if ("SHA256".equals(request.checksumAlgorithmAsString())) {
      withoutChecksums(head)
          .checksumSHA256(Checksums.sha256(bytes))
          .checksumType(ChecksumType.FULL_OBJECT);
    }
    GetObjectResponse copy = head.build();
    buckets.put(
        request.destinationBucket(),
        request.destinationKey(),
        copy,
        bytes,
        "*".equals(request.ifNoneMatch()));
    return CopyObjectResponse.builder()
        .copyObjectResult(
            CopyObjectResult.builder()
                .eTag(copy.eTag())
                .lastModified(copy.lastModified())
                .checksumSHA256(copy.checksumSHA256())
                .build())
        .build();
  }

  private static GetObjectResponse.Builder shown(
      Buckets.Stored stored, @Nullable String checksumMode) {
    GetObjectResponse.Builder head =
        stored.head().toBuilder().serverSideEncryption(ServerSideEncryption.AES256);
    return "ENABLED".equals(checksumMode) ? head : withoutChecksums(head);
  }

  private static GetObjectResponse.Builder withoutChecksums(GetObjectResponse.Builder head) {
    return head.checksumCRC32(null)
        .checksumCRC32C(null)
        .checksumCRC64NVME(null)
        .checksumSHA1(null)
        .checksumSHA256(null)
        .checksumType((String) null);
  }

  private static Checksum checksum(GetObjectResponse head) {
    return Checksum.builder()
        .checksumCRC32(head.checksumCRC32())
        .checksumCRC32C(head.checksumCRC32C())
        .checksumCRC64NVME(head.checksumCRC64NVME())
        .checksumSHA1(head.checksumSHA1())
        .checksumSHA256(head.checksumSHA256())
        .checksumType(head.checksumType())
        .build();
  }

  private static void unchanged(@Nullable String ifMatch, Buckets.Stored stored) {
    if (ifMatch != null
        && !ifMatch.equals("*")
        && !Objects.equals(ifMatch.replace("\"", ""), stored.head().eTag().replace("\"", ""))) {
      throw new ServiceException(
          412,
          "PreconditionFailed",
          "At least one of the pre-conditions you specified did not hold");
    }
  }

  private static int start(Matcher range, int length) {
    if (range.group(1).isEmpty()) {
      return (int) Math.max(0, length - Long.parseLong(range.group(2)));
    }
    return (int) Math.min(Long.parseLong(range.group(1)), length);
  }

  private static int end(Matcher range, int length) {
    boolean open = range.group(2).isEmpty() || range.group(1).isEmpty();
    return open ? length - 1 : (int) Math.min(Long.parseLong(range.group(2)), length - 1);
  }

  private static String type(@Nullable String asked) {
    return asked == null ? "binary/octet-stream" : asked;
  }

  private static boolean summed(PutObjectRequest request) {
    return request.checksumCRC32() != null
        || request.checksumCRC32C() != null
        || request.checksumCRC64NVME() != null
        || request.checksumSHA1() != null
        || request.checksumSHA256() != null;
  }
}
