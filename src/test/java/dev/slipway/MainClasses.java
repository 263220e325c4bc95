package dev.slipway;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;

/** Slipway's own classes without its tests. */
final class MainClasses {

  /** Some hundred megabytes: kept for the next class of tests, unless others need the room. */
  private static SoftReference<@Nullable JavaClasses> read = new SoftReference<>(null);

  private MainClasses() {}

  static synchronized JavaClasses all() {
    JavaClasses known = read.get();
    if (known != null) return known;
    JavaClasses all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("dev.slipway");
    read = new SoftReference<>(all);
    return all;
  }
}
