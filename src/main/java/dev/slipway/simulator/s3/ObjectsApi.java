package dev.slipway.simulator.s3;

import dev.slipway.base.Crc64;
import dev.slipway.simulator.wire.Answer;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.*;

/** S3's operations on whole objects. */
public final class ObjectsApi {

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
    Buckets.Stored stored = toBeRead(request);
    Section section = Section.of(stored, request.range(), request.partNumber());
    byte[] bytes = buckets.bytes(stored);
    return new Answer(
        described(stored, section, request),
        section.whole() ? bytes : Arrays.copyOfRange(bytes, section.from(), section.to() + 1));
  }

  public HeadObjectResponse headObject(HeadObjectRequest request, Caller caller) {
    GetObjectRequest read =
        GetObjectRequest.builder()
            .bucket(request.bucket())
            .key(request.key())
            .ifMatch(request.ifMatch())
            .ifNoneMatch(request.ifNoneMatch())
            .checksumMode(request.checksumModeAsString())
            .responseCacheControl(request.responseCacheControl())
            .responseContentDisposition(request.responseContentDisposition())
            .responseContentEncoding(request.responseContentEncoding())
            .responseContentLanguage(request.responseContentLanguage())
            .responseContentType(request.responseContentType())
            .responseExpires(request.responseExpires())
            .build();
    Buckets.Stored stored = toBeRead(read);
    Section section = Section.of(stored, request.range(), request.partNumber());
    GetObjectResponse head = described(stored, section, read);
    return HeadObjectResponse.builder()
        .acceptRanges(head.acceptRanges())
        .eTag(head.eTag())
        .contentLength(head.contentLength())
        .contentRange(head.contentRange())
        .partsCount(head.partsCount())
        .contentType(head.contentType())
        .contentEncoding(head.contentEncoding())
        .contentDisposition(head.contentDisposition())
        .contentLanguage(head.contentLanguage())
        .cacheControl(head.cacheControl())
        .expires(head.expires())
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

  private Buckets.Stored toBeRead(GetObjectRequest request) {
    Buckets.Stored stored = buckets.object(request.bucket(), request.key());
    new Preconditions(request.ifMatch(), request.ifNoneMatch()).beforeReading(stored);
    return stored;
  }

  /** What is told beside the bytes of a section, with what the request wants told instead. */
  private static GetObjectResponse described(
      Buckets.Stored stored, Section section, GetObjectRequest request) {
    GetObjectResponse kept = stored.head();
    GetObjectResponse.Builder head =
        kept.toBuilder()
            .serverSideEncryption(ServerSideEncryption.AES256)
            .acceptRanges("bytes")
            .contentLength(section.length())
            .contentRange(section.told())
            .partsCount(section.parts())
            .contentType(either(request.responseContentType(), kept.contentType()))
            .contentEncoding(either(request.responseContentEncoding(), kept.contentEncoding()))
            .contentDisposition(
                either(request.responseContentDisposition(), kept.contentDisposition()))
            .contentLanguage(either(request.responseContentLanguage(), kept.contentLanguage()))
            .cacheControl(either(request.responseCacheControl(), kept.cacheControl()))
            .expires(request.responseExpires());
    boolean summed = section.whole() && "ENABLED".equals(request.checksumModeAsString());
    return (summed ? head : withoutChecksums(head)).build();
  }

  private static @Nullable String either(@Nullable String wanted, @Nullable String kept) {
    return wanted == null ? kept : wanted;
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
        case "ObjectParts" -> {
          if (!stored.parts().isEmpty()) {
            found.objectParts(parts -> parts.totalPartsCount(stored.parts().size()));
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
