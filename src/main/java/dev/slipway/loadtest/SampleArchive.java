package dev.slipway.loadtest;

import dev.slipway.base.TarGz;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;

/**
 * Samples as the Inference Recommender wants them: a file for each payload. Equal samples give
 * equal bytes, so that they are put into S3 under one name.
 */
record SampleArchive(byte[] bytes) {

  /** Packs them, by the samples' names. */
  static SampleArchive of(SortedMap<String, byte[]> bodies) {
    return new SampleArchive(TarGz.of(bodies));
  }

  /** A name that tells the content. */
  String name() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest).substring(0, 16) + ".tar.gz";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
