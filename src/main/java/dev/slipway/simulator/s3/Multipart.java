package dev.slipway.simulator.s3;

import dev.slipway.base.Crc64;
import dev.slipway.base.Ids;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.*;

/** S3's operations on uploads in parts, which most clients use for everything large. */
public final class Multipart {

  private static final long SMALLEST_PART = 5L * 1024 * 1024;

  private final Buckets buckets;
  private final Uploads uploads;
  private final InstantSource clock;

  public Multipart(Buckets buckets, Uploads uploads, InstantSource clock) {
    this.buckets = buckets;
    this.uploads = uploads;
    this.clock = clock;
  }

  public CreateMultipartUploadResponse createMultipartUpload(
      CreateMultipartUploadRequest request, Caller caller) {
    var _ = buckets.bucket(request.bucket());
    byte[] name = (Ids.next() + "" + Ids.next()).getBytes(StandardCharsets.US_ASCII);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(name);
    uploads.begin(id, request);
    return CreateMultipartUploadResponse.builder()
        .bucket(request.bucket())
        .key(request.key())
        .uploadId(id)
        .checksumAlgorithm(request.checksumAlgorithmAsString())
        .checksumType(request.checksumTypeAsString())
        .serverSideEncryption(ServerSideEncryption.AES256)
        .build();
  }

  public UploadPartResponse uploadPart(UploadPartRequest request, Caller caller, byte[] body) {
    var _ = uploads.get(request.uploadId(), request.bucket(), request.key());
    Section.checkNumber(request.partNumber());
    Checksums.verify(
        PutObjectRequest.builder()
            .contentMD5(request.contentMD5())
            .checksumCRC32(request.checksumCRC32())
            .checksumCRC32C(request.checksumCRC32C())
            .checksumSHA1(request.checksumSHA1())
            .checksumSHA256(request.checksumSHA256())
            .build(),
        body);
    Part part =
        Part.builder()
            .partNumber(request.partNumber())
            .eTag(Checksums.eTag(body))
            .size((long) body.length)
            .lastModified(clock.instant())
            .checksumCRC32(request.checksumCRC32())
            .checksumCRC32C(request.checksumCRC32C())
            .checksumCRC64NVME(request.checksumCRC64NVME())
            .checksumSHA1(request.checksumSHA1())
            .checksumSHA256(request.checksumSHA256())
            .build();
    uploads.add(request.uploadId(), part, body);
    return UploadPartResponse.builder()
        .eTag(part.eTag())
        .checksumCRC32(part.checksumCRC32())
        .checksumCRC32C(part.checksumCRC32C())
        .checksumCRC64NVME(part.checksumCRC64NVME())
        .checksumSHA1(part.checksumSHA1())
        .checksumSHA256(part.checksumSHA256())
        .serverSideEncryption(ServerSideEncryption.AES256)
        .build();
  }

  public CompleteMultipartUploadResponse completeMultipartUpload(
      CompleteMultipartUploadRequest request, Caller caller) {
    Uploads.Upload upload = uploads.get(request.uploadId(), request.bucket(), request.key());
    List<CompletedPart> parts =
        request.multipartUpload() == null ? List.of() : request.multipartUpload().parts();
    if (parts.isEmpty()) {
      throw new ServiceException(
          400,
          "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published"
              + " schema");
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    ByteArrayOutputStream sums = new ByteArrayOutputStream();
    SortedMap<Integer, Long> sizes = new TreeMap<>();
    inOrder(parts);
    for (CompletedPart part : parts) {
      Uploads.Piece piece = piece(part, upload.pieces());
      if (piece.part().size() < SMALLEST_PART && part != parts.getLast()) {
        throw new ServiceException(
            400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
      }
      byte[] bytes = uploads.bytes(piece);
      whole.writeBytes(bytes);
      sizes.put(part.partNumber(), (long) bytes.length);
      sums.writeBytes(Checksums.digest("MD5", bytes));
    }
    String sum = HexFormat.of().formatHex(Checksums.digest("MD5", sums.toByteArray()));
    String eTag = '"' + sum + "-" + parts.size() + '"';
    buckets.put(
        request.bucket(),
        request.key(),
        head(upload.begun(), eTag, whole.toByteArray()),
        whole.toByteArray(),
        sizes,
        new Preconditions(request.ifMatch(), request.ifNoneMatch()));
    uploads.end(request.uploadId());
    return CompleteMultipartUploadResponse.builder()
        .location(location(request.bucket(), request.key()))
        .bucket(request.bucket())
        .key(request.key())
        .eTag(eTag)
        .serverSideEncryption(ServerSideEncryption.AES256)
        .build();
  }

  /** Where AWS would have the object. */
  private String location(String bucket, String key) {
    return "https://"
        + bucket
        + ".s3."
        + buckets.bucket(bucket).bucket().bucketRegion()
        + ".amazonaws.com/"
        + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static void inOrder(List<CompletedPart> parts) {
    int last = 0;
    for (CompletedPart part : parts) {
      if (part.partNumber() == null) {
        throw new ServiceException(
            400,
            "MalformedXML",
            "The XML you provided was not well-formed or did not validate against our published"
                + " schema");
      }
      if (part.partNumber() <= last) {
        throw new ServiceException(
            400,
            "InvalidPartOrder",
            "The list of parts was not in ascending order. Parts must be ordered by part number.");
      }
      last = part.partNumber();
    }
  }

  private static Uploads.Piece piece(
      CompletedPart part, NavigableMap<Integer, Uploads.Piece> pieces) {
    Uploads.Piece piece = pieces.get(part.partNumber());
    if (piece == null || !plain(piece.part().eTag()).equals(plain(String.valueOf(part.eTag())))) {
      throw new ServiceException(
          400,
          "InvalidPart",
          "One or more of the specified parts could not be found.  The part may not have been"
              + " uploaded, or the specified entity tag may not match the part's entity tag.");
    }
    return piece;
  }

  private static String plain(String eTag) {
    return eTag.replace("\"", "");
  }

  private GetObjectResponse head(CreateMultipartUploadRequest begun, String eTag, byte[] bytes) {
    String type = begun.contentType();
    // What other algorithms give are checksums of the parts' checksums, which are not kept here.
    String algorithm = begun.checksumAlgorithmAsString();
    boolean whole = algorithm == null || algorithm.equals("CRC64NVME");
    return GetObjectResponse.builder()
        .eTag(eTag)
        .contentLength((long) bytes.length)
        .contentType(type == null ? "binary/octet-stream" : type)
        .contentEncoding(begun.contentEncoding())
        .contentDisposition(begun.contentDisposition())
        .contentLanguage(begun.contentLanguage())
        .cacheControl(begun.cacheControl())
        .lastModified(clock.instant())
        .metadata(begun.hasMetadata() ? begun.metadata() : null)
        .checksumCRC64NVME(whole ? Crc64.of(bytes) : null)
        .checksumType(whole ? ChecksumType.FULL_OBJECT : null)
        .build();
  }

  public AbortMultipartUploadResponse abortMultipartUpload(
      AbortMultipartUploadRequest request, Caller caller) {
    var _ = uploads.get(request.uploadId(), request.bucket(), request.key());
    uploads.end(request.uploadId());
    return AbortMultipartUploadResponse.builder().build();
  }

  public ListPartsResponse listParts(ListPartsRequest request, Caller caller) {
    Uploads.Upload upload = uploads.get(request.uploadId(), request.bucket(), request.key());
    return ListPartsResponse.builder()
        .bucket(request.bucket())
        .key(request.key())
        .uploadId(request.uploadId())
        .isTruncated(false)
        .parts(upload.pieces().values().stream().map(Uploads.Piece::part).toList())
        .build();
  }

  public ListMultipartUploadsResponse listMultipartUploads(
      ListMultipartUploadsRequest request, Caller caller) {
    var _ = buckets.bucket(request.bucket());
    return ListMultipartUploadsResponse.builder()
        .bucket(request.bucket())
        .isTruncated(false)
        .uploads(
            uploads.of(request.bucket()).entrySet().stream()
                .filter(each ->
                    request.prefix() == null
                        || each.getValue().begun().key().startsWith(request.prefix()))
                .map(each ->
                    MultipartUpload.builder()
                        .uploadId(each.getKey())
                        .key(each.getValue().begun().key())
                        .build())
                .toList())
        .build();
  }
}
