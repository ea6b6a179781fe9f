"""jupyter_kernel_test, all of its parts that apply to Java."""

import unittest

import jupyter_kernel_test


class FlowcellTest(jupyter_kernel_test.KernelTests):
    kernel_name = "flowcell"
    language_name = "java"
    file_extension = ".java"
    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("oops");'
    completion_samples = [
        {"text": '"abc".toUpper', "matches": {"toUpperCase("}},
        {"text": "%ta", "matches": {"%task"}},
    ]
    complete_code_samples = ["1 + 1", "int x = 3;", "void f() { }", "%task list"]
    incomplete_code_samples = ["int f(int x) {", "for (int i = 0; i < 3; i++) {", "%task\nvoid f() {"]
    invalid_code_samples = ["int int = 3;"]
    code_generate_error = 'throw new IllegalStateException("boom");'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "List.of(1, 2)", "result": "[1, 2]"},
    ]
    code_display_data = [{"code": 'display("shown");', "mime": "text/plain"}]
    code_history_pattern = "6 ?*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "String"
    code_clear_output = "clearOutput();"


if __name__ == "__main__":
    unittest.main(verbosity=2)
