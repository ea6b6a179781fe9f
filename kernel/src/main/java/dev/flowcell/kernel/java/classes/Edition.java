package dev.flowcell.kernel.java.classes;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.MethodRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * A further edition of a class around a method or variable, under a name of its own. A variable's
 * field is not part of it: the value stays where it is.
 */
final class Edition {

  private final String from;
  private final String to;
  private final ClassSignature signature;

  /**
   * An edition by its name.
   *
   * @param from the name of the first one
   * @param to its own name
   */
  Edition(String from, String to, ClassSignature signature) {
    this.from = from;
    this.to = to;
    this.signature = signature;
  }

  String name() {
    return to;
  }

  /** What a class is called in this edition: the one around, one in it, or any other. */
  String name(String className) {
    return className.equals(from) || className.startsWith(from + "$")
        ? to + className.substring(from.length())
        : className;
  }

  private String internalName(String internalName) {
    return name(internalName.replace('/', '.')).replace('.', '/');
  }

  /** A class of it, from the class that JShell has compiled. */
  byte[] of(byte[] compiled) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(compiled).accept(new Renamed(writer), 0);
    return writer.toByteArray();
  }

  private boolean isVariable(String owner, String field) {
    return owner.equals(from.replace('.', '/')) && signature.hasField(field);
  }

  private final class Names extends Remapper {
    Names() {
      super(ClassSignature.ASM);
    }

    @Override
    public String map(String internalName) {
      return internalName(internalName);
    }

    @Override
    public String mapInnerClassName(String name, @Nullable String owner, String innerName) {
      return innerName;
    }
  }

  private final class Renamed extends ClassRemapper {

    Renamed(ClassVisitor next) {
      super(ClassSignature.ASM, next, new Names());
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      return isVariable(className, name)
          ? null
          : super.visitField(access, name, descriptor, signature, value);
    }

    @Override
    protected MethodVisitor createMethodRemapper(MethodVisitor next) {
      return new MethodRemapper(api, next, remapper) {
        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
          if (isVariable(owner, name)) {
            mv.visitFieldInsn(opcode, owner, name, descriptor);
          } else {
            super.visitFieldInsn(opcode, owner, name, descriptor);
          }
        }
      };
    }
  }
}
