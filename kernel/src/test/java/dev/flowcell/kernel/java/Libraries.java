package dev.flowcell.kernel.java;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Jars that cells can add. */
public final class Libraries {

  private Libraries() {}

  /** Writes a jar of empty public classes. */
  public static void write(Path jar, int classFileVersion, String... classes) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String each : classes) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(classFileVersion, Opcodes.ACC_PUBLIC, each, null, "java/lang/Object", null);
        out.putNextEntry(new ZipEntry(each + ".class"));
        out.write(writer.toByteArray());
      }
    }
  }
}
