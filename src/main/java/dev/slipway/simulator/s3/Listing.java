package dev.slipway.simulator.s3;

import dev.slipway.simulator.wire.ServiceException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One page of a bucket: prefix, delimiter and continuation as ListObjectsV2 defines them. */
final class Listing {

  private static final int LARGEST_PAGE = 1000;

  private Listing() {}

  static ListObjectsV2Response of(
      ListObjectsV2Request request, NavigableMap<String, Buckets.Stored> objects) {
    String prefix = request.prefix() == null ? "" : request.prefix();
    String delimiter = request.delimiter() == null ? "" : request.delimiter();
    int size = request.maxKeys() == null ? LARGEST_PAGE : request.maxKeys();
    int page = Math.min(size, LARGEST_PAGE);
    boolean encode = isEncoded(request.encodingTypeAsString());
    List<S3Object> contents = new ArrayList<>();
    Set<String> groups = new LinkedHashSet<>();
    String last = null;
    boolean more = false;
    for (Map.Entry<String, Buckets.Stored> each : after(request, objects).entrySet()) {
      String key = each.getKey();
      if (!key.startsWith(prefix)) {
        continue;
      }
      int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      String group = cut < 0 ? null : key.substring(0, cut + delimiter.length());
      boolean known = group != null && groups.contains(group);
      if (!known && contents.size() + groups.size() >= page) {
        more = true;
        break;
      }
      if (group == null) {
        contents.add(object(key, each.getValue(), encode));
      } else {
        groups.add(group);
      }
      last = key;
    }
    return ListObjectsV2Response.builder()
        .name(request.bucket())
        .prefix(encoded(prefix, encode))
        .delimiter(encoded(request.delimiter(), encode))
        .startAfter(encoded(request.startAfter(), encode))
        .continuationToken(request.continuationToken())
        .encodingType(request.encodingTypeAsString())
        .maxKeys(size)
        .keyCount(contents.size() + groups.size())
        .isTruncated(more)
        .nextContinuationToken(more && last != null ? token(last) : null)
        .contents(contents)
        .commonPrefixes(
            groups.stream()
                .map(group -> CommonPrefix.builder().prefix(encoded(group, encode)).build())
                .toList())
        .build();
  }

  /**
   * The same page in the words of the first version of the operation. It tells the next marker only
   * of a listing with a delimiter; others go on after the last key (ListObjects, NextMarker).
   */
  static ListObjectsResponse of(
      ListObjectsRequest request, NavigableMap<String, Buckets.Stored> objects) {
    ListObjectsV2Response page =
        of(
            ListObjectsV2Request.builder()
                .bucket(request.bucket())
                .prefix(request.prefix())
                .delimiter(request.delimiter())
                .encodingType(request.encodingTypeAsString())
                .maxKeys(request.maxKeys())
                .startAfter(request.marker())
                .build(),
            objects);
    boolean encode = isEncoded(request.encodingTypeAsString());
    String token = request.delimiter() == null ? null : page.nextContinuationToken();
    return ListObjectsResponse.builder()
        .name(page.name())
        .prefix(page.prefix())
        .marker(request.marker() == null ? "" : encoded(request.marker(), encode))
        .delimiter(page.delimiter())
        .encodingType(page.encodingTypeAsString())
        .maxKeys(page.maxKeys())
        .isTruncated(page.isTruncated())
        .nextMarker(token == null ? null : encoded(key(token), encode))
        .contents(page.contents())
        .commonPrefixes(page.commonPrefixes())
        .build();
  }

  private static NavigableMap<String, Buckets.Stored> after(
      ListObjectsV2Request request, NavigableMap<String, Buckets.Stored> objects) {
    String from =
        request.continuationToken() == null
            ? request.startAfter()
            : key(request.continuationToken());
    return from == null ? objects : objects.tailMap(from, false);
  }

  private static S3Object object(String key, Buckets.Stored stored, boolean encode) {
    return S3Object.builder()
        .key(encoded(key, encode))
        .eTag(stored.head().eTag())
        .size(stored.head().contentLength())
        .lastModified(stored.head().lastModified())
        .storageClass("STANDARD")
        .build();
  }

  private static boolean isEncoded(@Nullable String encodingType) {
    return "url".equals(encodingType);
  }

  /** Keys, and what begins, ends or parts them: clients decode every one that they are given. */
  private static @Nullable String encoded(@Nullable String text, boolean encode) {
    return encode && text != null
        ? URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/")
        : text;
  }

  private static String token(String key) {
    return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String key(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notOurs) {
      throw new ServiceException(
          400, "InvalidArgument", "The continuation token provided is incorrect");
    }
  }
}
