package dev.slipway.simulator.s3;

import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.regex.Matcher;
import software.amazon.awssdk.services.s3.model.*;

/** S3's copies: it moves the bytes itself, whole objects or parts of an upload. */
public final class Copies {

  private final Buckets buckets;
  private final Uploads uploads;
  private final InstantSource clock;

  public Copies(Buckets buckets, Uploads uploads, InstantSource clock) {
    this.buckets = buckets;
    this.uploads = uploads;
    this.clock = clock;
  }

  public CopyObjectResponse copyObject(CopyObjectRequest request, Caller caller) {
    Buckets.Stored from =
        source(
            request.copySource(),
            new Preconditions(request.copySourceIfMatch(), request.copySourceIfNoneMatch()));
    byte[] bytes = buckets.bytes(from);
    GetObjectResponse.Builder head =
        from.head().toBuilder().lastModified(clock.instant()).eTag(Checksums.eTag(bytes));
    if ("REPLACE".equals(request.metadataDirectiveAsString())) {
      head.contentType(ObjectsApi.type(request.contentType()))
          .metadata(request.hasMetadata() ? request.metadata() : null);
    }
    if ("SHA256".equals(request.checksumAlgorithmAsString())) {
      ObjectsApi.withoutChecksums(head)
          .checksumSHA256(Checksums.sha256(bytes))
          .checksumType(ChecksumType.FULL_OBJECT);
    }
    GetObjectResponse copy = head.build();
    buckets.put(
        request.destinationBucket(),
        request.destinationKey(),
        copy,
        bytes,
        new Preconditions(request.ifMatch(), request.ifNoneMatch()));
    return CopyObjectResponse.builder()
        .copyObjectResult(
            CopyObjectResult.builder()
                .eTag(copy.eTag())
                .lastModified(copy.lastModified())
                .checksumSHA256(copy.checksumSHA256())
                .build())
        .build();
  }

  public UploadPartCopyResponse uploadPartCopy(UploadPartCopyRequest request, Caller caller) {
    var _ = uploads.get(request.uploadId(), request.bucket(), request.key());
    byte[] bytes =
        buckets.bytes(
            source(
                request.copySource(),
                new Preconditions(request.copySourceIfMatch(), request.copySourceIfNoneMatch())));
    Matcher range =
        Section.RANGE.matcher(request.copySourceRange() == null ? "" : request.copySourceRange());
    if (range.matches()) {
      int from = Section.start(range, bytes.length);
      int to = Integer.parseInt(range.group(2));
      if (from > to || to >= bytes.length) {
        throw new ServiceException(
            400,
            "InvalidArgument",
            "Range specified is not valid for source object of size: " + bytes.length);
      }
      bytes = Arrays.copyOfRange(bytes, from, to + 1);
    }
    Part part =
        Part.builder()
            .partNumber(request.partNumber())
            .eTag(Checksums.eTag(bytes))
            .size((long) bytes.length)
            .lastModified(clock.instant())
            .build();
    uploads.add(request.uploadId(), part, bytes);
    return UploadPartCopyResponse.builder()
        .copyPartResult(
            CopyPartResult.builder().eTag(part.eTag()).lastModified(part.lastModified()).build())
        .build();
  }

  private Buckets.Stored source(String copySource, Preconditions given) {
    String decoded = URLDecoder.decode(copySource, StandardCharsets.UTF_8);
    String path = decoded.startsWith("/") ? decoded.substring(1) : decoded;
    int slash = path.indexOf('/');
    if (slash < 1) {
      throw new ServiceException(
          400,
          "InvalidArgument",
          "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }
    Buckets.Stored from = buckets.object(path.substring(0, slash), path.substring(slash + 1));
    given.beforeCopying(from);
    return from;
  }
}
