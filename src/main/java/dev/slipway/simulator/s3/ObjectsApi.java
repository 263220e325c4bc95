package dev.slipway.simulator.s3;

import dev.slipway.base.Crc64;
import dev.slipway.simulator.wire.Answer;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.*;

/** S3's operations on whole objects. */
public final class ObjectsApi {

  static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

  private final Buckets buckets;
  private final InstantSource clock;

  public ObjectsApi(Buckets buckets, InstantSource clock) {
    this.buckets = buckets;
    this.clock = clock;
  }

  public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request, Caller caller) {
    buckets.bucket(request.bucket());
    List<DeletedObject> deleted = new ArrayList<>();
    List<S3Error> errors = new ArrayList<>();
    for (ObjectIdentifier object : request.delete().objects()) {
      String key = object.key();
      try {
        buckets.remove(request.bucket(), key, new Preconditions(object.eTag(), null));
        deleted.add(DeletedObject.builder().key(key).build());
      } catch (ServiceException failed) {
        errors.add(S3Error.builder().key(key).code(failed.code()).message(failed.text()).build());
      }
    }
    boolean quiet = Boolean.TRUE.equals(request.delete().quiet());
    return DeleteObjectsResponse.builder()
        .deleted(quiet ? List.of() : deleted)
        .errors(errors)
        .build();
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
            .checksumCRC64NVME(summed(request) ? request.checksumCRC64NVME() : Crc64.of(body))
            .checksumSHA1(request.checksumSHA1())
            .checksumSHA256(request.checksumSHA256())
            .checksumType(ChecksumType.FULL_OBJECT)
            .build();
    buckets.put(
        request.bucket(),
        request.key(),
        head,
        body,
        new Preconditions(request.ifMatch(), request.ifNoneMatch()));
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
    new Preconditions(request.ifMatch(), request.ifNoneMatch()).beforeReading(stored);
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
    new Preconditions(request.ifMatch(), request.ifNoneMatch()).beforeReading(stored);
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
    buckets.remove(request.bucket(), request.key(), new Preconditions(request.ifMatch(), null));
    return DeleteObjectResponse.builder().build();
  }

  private static GetObjectResponse.Builder shown(
      Buckets.Stored stored, @Nullable String checksumMode) {
    GetObjectResponse.Builder head =
        stored.head().toBuilder().serverSideEncryption(ServerSideEncryption.AES256);
    return "ENABLED".equals(checksumMode) ? head : withoutChecksums(head);
  }

  static GetObjectResponse.Builder withoutChecksums(GetObjectResponse.Builder head) {
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

  static int start(Matcher range, int length) {
    if (range.group(1).isEmpty()) {
      return (int) Math.max(0, length - Long.parseLong(range.group(2)));
    }
    return (int) Math.min(Long.parseLong(range.group(1)), length);
  }

  static int end(Matcher range, int length) {
    boolean open = range.group(2).isEmpty() || range.group(1).isEmpty();
    return open ? length - 1 : (int) Math.min(Long.parseLong(range.group(2)), length - 1);
  }

  static String type(@Nullable String asked) {
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
