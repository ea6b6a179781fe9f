package dev.flowcell.kernel.java.classes;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What other classes see of the class around a method or a variable.
 *
 * @param fields the names of the variables
 * @param members the same, and the methods, with all that a compiler knows of them
 * @param hasTypes whether it has types that others can name
 */
record ClassSignature(Set<String> fields, Set<String> members, boolean hasTypes) {

  /** The edition of ASM's visitors that all here use. */
  static final int ASM = Opcodes.ASM9;

  /** That of a class file. */
  static ClassSignature of(byte[] bytes) {
    Reader reader = new Reader();
    new ClassReader(bytes)
        .accept(reader, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return new ClassSignature(reader.fields, reader.members, reader.hasTypes);
  }

  /** Whether whoever was compiled against the other one can go on with this one. */
  boolean canReplace(ClassSignature other) {
    return !hasTypes && !other.hasTypes && members.equals(other.members);
  }

  boolean hasField(String name) {
    return fields.contains(name);
  }

  /** Whether a method is one that a cell has declared, and others call. */
  static boolean isDeclared(int access, String name) {
    return isSeen(access) && !name.equals("do_it$");
  }

  private static boolean isSeen(int access) {
    return (access & Opcodes.ACC_PUBLIC) != 0
        && (access & Opcodes.ACC_STATIC) != 0
        && (access & Opcodes.ACC_SYNTHETIC) == 0;
  }

  private static final class Reader extends ClassVisitor {
    final Set<String> fields = new HashSet<>();
    final Set<String> members = new HashSet<>();
    boolean hasTypes;
    private String name = "";

    Reader() {
      super(ASM);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      this.name = name;
    }

    @Override
    public void visitInnerClass(
        String name, @Nullable String outerName, @Nullable String innerName, int access) {
      hasTypes |= this.name.equals(outerName);
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      if (isSeen(access)) {
        fields.add(name);
        members.add(String.join(" ", name, descriptor, String.valueOf(signature)));
      }
      return null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if (isDeclared(access, name)) {
        members.add(
            String.join(
                " ",
                Integer.toHexString(access),
                name + descriptor,
                String.valueOf(signature),
                exceptions == null ? "" : String.join(" ", exceptions)));
      }
      return null;
    }
  }
}
