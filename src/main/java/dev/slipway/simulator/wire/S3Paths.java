package dev.slipway.simulator.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which S3 operation a request means, by method, host, path, query and headers. A bucket is the
 * first part of the path or, virtual-host style, the first of a host like {@code
 * models.s3.amazonaws.com}, {@code models.s3.localhost} or {@code models.localhost}.
 */
final class S3Paths {

  /** Query parameters that make a request another operation; those that are not simulated. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "acl",
          "cors",
          "encryption",
          "legal-hold",
          "lifecycle",
          "logging",
          "notification",
          "object-lock",
          "ownershipControls",
          "policy",
          "policyStatus",
          "publicAccessBlock",
          "replication",
          "requestPayment",
          "restore",
          "retention",
          "select",
          "tagging",
          "torrent",
          "versioning",
          "versions",
          "website",
          "accelerate",
          "analytics",
          "inventory",
          "metrics",
          "location");

  private static final Pattern HOST =
      Pattern.compile(
          "(.+?)\\.(?:s3[.-][a-z0-9.-]*amazonaws\\.com|s3\\.localhost|localhost)(?::\\d+)?",
          Pattern.CASE_INSENSITIVE);

  private S3Paths() {}

  static Route route(WireRequest request) {
    String path = path(request);
    int slash = path.indexOf('/');
    String bucket = WireRequest.decodePath(slash < 0 ? path : path.substring(0, slash));
    String key = slash < 0 ? "" : WireRequest.decodePath(path.substring(slash + 1));
    Map<String, String> values = new LinkedHashMap<>();
    if (!bucket.isEmpty()) {
      values.put("Bucket", bucket);
    }
    if (!key.isEmpty()) {
      values.put("Key", key);
    }
    return new Route(Service.S3, operation(request, bucket, key), new RestXml(), values);
  }

  /** The path in path style, without its first slash. */
  private static String path(WireRequest request) {
    String path = request.path().substring(Math.min(1, request.path().length()));
    String host = request.header("host");
    Matcher virtual = HOST.matcher(host == null ? "" : host);
    if (!virtual.matches() || virtual.group(1).equals("s3")) {
      return path;
    }
    return path.isEmpty() ? virtual.group(1) : virtual.group(1) + "/" + path;
  }

  private static String operation(WireRequest request, String bucket, String key) {
    Map<String, String> query = request.parameters();
    String method = request.method();
    for (String name : query.keySet()) {
      if (ELSEWHERE.contains(name)) {
        return method + " ?" + name;
      }
    }
    if (bucket.isEmpty()) {
      return method.equals("GET") ? "ListBuckets" : method + " /";
    }
    if (key.isEmpty()) {
      return switch (method) {
        case "PUT" -> "CreateBucket";
        case "HEAD" -> "HeadBucket";
        case "DELETE" -> "DeleteBucket";
        case "GET" ->
            query.containsKey("uploads")
                ? "ListMultipartUploads"
                : "2".equals(query.get("list-type")) ? "ListObjectsV2" : "ListObjects";
        case "POST" -> query.containsKey("delete") ? "DeleteObjects" : "POST bucket";
        default -> method + " bucket";
      };
    }
    if (query.containsKey("uploadId") || query.containsKey("uploads")) {
      return upload(method, query.containsKey("uploads"), request);
    }
    return switch (method) {
      case "PUT" -> request.header("x-amz-copy-source") == null ? "PutObject" : "CopyObject";
      case "GET" -> query.containsKey("attributes") ? "GetObjectAttributes" : "GetObject";
      case "HEAD" -> "HeadObject";
      case "DELETE" -> "DeleteObject";
      default -> method + " object";
    };
  }

  private static String upload(String method, boolean begin, WireRequest request) {
    return switch (method) {
      case "POST" -> begin ? "CreateMultipartUpload" : "CompleteMultipartUpload";
      case "PUT" -> request.header("x-amz-copy-source") == null ? "UploadPart" : "UploadPartCopy";
      case "DELETE" -> "AbortMultipartUpload";
      case "GET" -> "ListParts";
      default -> method + " ?uploadId";
    };
  }
}
