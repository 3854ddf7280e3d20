#!/usr/bin/env bash
# Fills fuzz/corpus with what the project itself writes: every rule of the examples, every file of the small programme,
# and the sheets of a scheme table and of observations.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p corpus/formula corpus/folder corpus/workbook
grep -rhoP "(?<=^rule = ['\"]).*(?=['\"]\$)" ../examples ../crates/cli/tests | sort -u | split -l 1 -a 4 - corpus/formula/rule-
awk '/^```formula/ { n++; next } /^```/ { n_open = 0 } { if (n) print }' ../docs/reference/rules.md | grep -v '^[|#-]' | sort -u |
    split -l 1 -a 5 - corpus/formula/reference-
(cd ../crates/cli/tests/small && find . -type f -printf '%P\n') | while read -r path; do
    { echo "--- $path"; cat "../crates/cli/tests/small/$path"; } >"corpus/folder/$(echo "$path" | tr '/' '-')"
done
cell() { printf '<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' "$1" "$2"; }
{
    printf '<worksheet><sheetData><row r="1">'
    cell A1 一级指标; cell B1 二级指标; cell C1 评分标准; cell D1 '分值（K1）'
    printf '</row><row r="2">'
    cell A2 组织领导; cell B2 '机制（5分）'; cell C2 '满分10分，每缺一项扣1分'
    printf '<c r="D2"><v>2.5</v></c></row><row r="3">'
    cell B3 清单; cell C3 公布得分
    printf '<c r="D3" s="1"><v>45000</v></c></row></sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells></worksheet>'
    printf '\377<sst><si><t>x</t></si></sst>\377<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
} >corpus/workbook/scheme
{
    printf '<worksheet><sheetData><row r="1">'
    cell A1 unit; cell B1 element; cell C1 period; cell D1 value
    printf '</row><row r="2">'
    cell A2 YX01; cell B2 tasks; cell C2 2025
    printf '<c r="D2"><v>0.1</v></c></row></sheetData></worksheet>'
} >corpus/workbook/observations
